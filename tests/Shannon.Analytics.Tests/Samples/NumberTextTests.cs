using ClaudeUsage.Output;

namespace Shannon.Analytics.Tests.Samples;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(999, "999")]
    [InlineData(1000, "1.00 k")]
    [InlineData(1234, "1.23 k")]
    [InlineData(9995, "10.0 k")]
    [InlineData(99_950, "100 k")]
    [InlineData(999_499, "999 k")]
    [InlineData(999_500, "1.00 M")]
    [InlineData(1_234_567, "1.23 M")]
    [InlineData(21_103_416, "21.1 M")]
    [InlineData(999_999_999_999, "1.00 T")]
    [InlineData(long.MaxValue, "9,223,372 T")]
    public void Tokens_AnyCount_ThreeDigitsAndUnit(long count, string expected) => Assert.Equal(expected, NumberText.Tokens(count));

    [Theory]
    [InlineData("0", 0, "$0.00")]
    [InlineData("0.000000001", 0, "< $0.01")]
    [InlineData("0.005", 0, "$0.01")]
    [InlineData("3.414", 0, "$3.41")]
    [InlineData("1234567.891", 0, "$1,234,567.89")]
    [InlineData("3.41", 2, "≥ $3.41")]
    [InlineData(null, 2, "unknown")]
    public void Cost_AnyAmount_SaysWhatIsKnown(string? cost, long unpriced, string expected) =>
        Assert.Equal(expected, NumberText.Cost(cost is null ? null : decimal.Parse(cost, System.Globalization.CultureInfo.InvariantCulture), unpriced));

    [Fact]
    public void Of_OneAndMany_TakeTheirOwnWord()
    {
        Assert.Equal("1 file", NumberText.Of(1, "file"));
        Assert.Equal("1,234 files", NumberText.Of(1234, "file"));
    }
}
