using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Tests.Pricing;

public class CostModeTests
{
    private static readonly TokenCounts MillionInput = new() { Input = 1_000_000 };

    [Theory]
    [InlineData(CostMode.Auto, 0.7, 0.7, CostSource.Reported)]
    [InlineData(CostMode.Auto, 0.0, 0.0, CostSource.Reported)]
    [InlineData(CostMode.Auto, null, 5.0, CostSource.Computed)]
    [InlineData(CostMode.Calculate, 0.7, 5.0, CostSource.Computed)]
    [InlineData(CostMode.Calculate, null, 5.0, CostSource.Computed)]
    [InlineData(CostMode.Display, 0.7, 0.7, CostSource.Reported)]
    [InlineData(CostMode.Display, null, null, CostSource.None)]
    public void Calculate_KnownModel_FollowsTheMode(CostMode mode, double? reported, double? expected, CostSource source)
    {
        PricedCost cost = Calculate(mode, "claude-opus-5", reported);
        Assert.Equal(((decimal?)expected, source), (cost.Amount, cost.Source));
        Assert.Equal(source == CostSource.Computed ? PriceBook.Default.Version : null, cost.PriceVersion);
    }

    [Theory]
    [InlineData(CostMode.Auto, 0.7, 0.7, CostSource.Reported)]
    [InlineData(CostMode.Auto, null, null, CostSource.Unpriced)]
    [InlineData(CostMode.Calculate, 0.7, null, CostSource.Unpriced)]
    [InlineData(CostMode.Display, null, null, CostSource.None)]
    public void Calculate_UnknownModel_FollowsTheMode(CostMode mode, double? reported, double? expected, CostSource source)
    {
        PricedCost cost = Calculate(mode, "model-of-tomorrow", reported);
        Assert.Equal(((decimal?)expected, source), (cost.Amount, cost.Source));
    }

    [Fact]
    public void Calculate_ReportedCost_IsRoundedToTheNanoDollar() =>
        Assert.Equal(0.123456789m, new CostCalculator(PriceBook.Default).Calculate("m", MillionInput, SomePrices.Now, 0.12345678850m + 0.00000000001m).Amount);

    [Theory]
    [InlineData(-0.000000001)]
    [InlineData(1e10)]
    public void Calculate_ImpossibleReportedCost_Throws(double reported)
    {
        CostCalculator calculator = new(PriceBook.Default);
        Assert.Throws<ArgumentOutOfRangeException>(() => calculator.Calculate("claude-opus-5", MillionInput, SomePrices.Now, (decimal)reported));
    }

    [Fact]
    public void Constructor_UndefinedMode_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new CostCalculator(PriceBook.Default, (CostMode)7));

    private static PricedCost Calculate(CostMode mode, string model, double? reported) =>
        new CostCalculator(PriceBook.Default, mode).Calculate(model, MillionInput, SomePrices.Now, (decimal?)reported);
}
