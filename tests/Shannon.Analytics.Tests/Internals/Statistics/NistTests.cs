using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Internals.Statistics;

/// <summary>The univariate sets of NIST's Statistical Reference Datasets, with certified values to 15 digits.</summary>
public class NistTests
{
    private const double MostDigits = 15;

    [Theory]
    [InlineData("Lottery")]
    [InlineData("Lew")]
    [InlineData("NumAcc1")]
    [InlineData("NumAcc2")]
    [InlineData("NumAcc3")]
    public void Moments_OfUnivariateSet_AgreeWithCertifiedValues(string name)
    {
        string[] lines = File.ReadAllLines(SharedData.File("statistics", "nist", name + ".dat"));
        double mean = Certified(lines, "Sample Mean");
        double deviation = Certified(lines, "Sample Standard Deviation");
        int first = Array.FindIndex(lines, line => line.StartsWith("Data: Y", StringComparison.Ordinal)) + 2;
        double[] values = [.. lines[first..].Where(line => line.Trim().Length > 0).Select(line => SharedData.Number(line.Trim()))];

        MomentsAccumulator moments = MomentsAccumulator.Of(values);

        Assert.Equal(MostDigits, LogRelativeError(moments.Mean!.Value, mean));
        double possible = LogRelativeError(ExactArithmetic.StandardDeviation(values)!.Value, deviation);
        Assert.InRange(LogRelativeError(moments.StandardDeviation!.Value, deviation), possible - 0.5, MostDigits);
    }

    /// <summary>Digits that agree, at most the 15 that are certified.</summary>
    private static double LogRelativeError(double actual, double certified)
    {
        double error = Math.Abs(actual - certified) / Math.Abs(certified);
        return error == 0 ? MostDigits : Math.Min(MostDigits, -Math.Log10(error));
    }

    private static double Certified(string[] lines, string label) =>
        SharedData.Number(lines.First(line => line.StartsWith(label, StringComparison.Ordinal)).Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries)[^1]);
}
