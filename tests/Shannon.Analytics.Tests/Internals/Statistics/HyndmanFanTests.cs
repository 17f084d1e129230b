using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Internals.Statistics;

public class HyndmanFanTests
{
    [Fact]
    public void Quantile_PublishedReferences_AgreeToTwelveDigits()
    {
        IReadOnlyDictionary<string, string[]> reference = SharedData.Columns(SharedData.File("statistics", "quantiles_reference.csv"));
        Dictionary<string, double[]> sets = [];
        for (int i = 0; i < reference["dataset"].Length; i++)
        {
            string name = reference["dataset"][i];
            if (!sets.TryGetValue(name, out double[]? sorted))
            {
                sets[name] = sorted = [.. Read(name).Order()];
            }

            Assert.Equal(int.Parse(reference["n"][i], null), sorted.Length);
            double expected = SharedData.Number(reference["value"][i]);
            double actual = HyndmanFan.Quantile(sorted, SharedData.Number(reference["p"][i]), reference["type"][i][^1] - '0');
            Assert.True(Math.Abs(actual - expected) <= 1e-12 * Math.Max(1, Math.Abs(expected)), $"{name} {reference["type"][i]} {reference["p"][i]}: {actual:R} {expected:R}");
        }
    }

    [Fact]
    public void Quantile_Type7_IsWhatTheLibraryAnswers()
    {
        Random random = new(7);
        for (int round = 0; round < 200; round++)
        {
            double[] sorted = [.. Enumerable.Range(0, 1 + random.Next(40)).Select(_ => random.NextDouble()).Order()];
            double probability = random.NextDouble();
            Assert.Equal(Quantiles.OfSorted(sorted, probability), HyndmanFan.Quantile(sorted, probability, 7), 1e-12);
        }
    }

    [Fact]
    public void Quantile_EveryType_StaysInRangeAndNeverFalls()
    {
        double[] sorted = [-double.MaxValue, -1, -1, 0, 2, double.MaxValue];
        for (int type = 1; type <= 9; type++)
        {
            double last = double.NegativeInfinity;
            for (int i = 0; i <= 1000; i++)
            {
                double value = HyndmanFan.Quantile(sorted, i / 1000.0, type);
                Assert.True(double.IsFinite(value) && value >= last, $"type {type} at {i}");
                last = value;
            }

            Assert.Equal(5, HyndmanFan.Quantile([5], 0.3, type));
        }
    }

    [Fact]
    public void Quantile_OutOfRange_SaysWhatIsAllowed()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => HyndmanFan.Quantile([], 0.5, 7));
        Assert.Contains("1 to 9", Assert.Throws<ArgumentOutOfRangeException>(() => HyndmanFan.Quantile([1], 0.5, 10)).Message, StringComparison.Ordinal);
        Assert.Contains("percentile", Assert.Throws<ArgumentOutOfRangeException>(() => HyndmanFan.Quantile([1], 95, 7)).Message, StringComparison.Ordinal);
    }

    private static double[] Read(string name)
    {
        if (name.StartsWith("AzureLLM2023conv_", StringComparison.Ordinal))
        {
            string path = SharedData.File("traces", "AzureLLMInferenceTrace_2023_conv.csv");
            return [.. SharedData.Columns(path)[name.Split('_')[1]].Select(SharedData.Number)];
        }

        string[] lines = File.ReadAllLines(SharedData.File("statistics", "nist", name + ".dat"));
        int first = Array.FindIndex(lines, line => line.StartsWith("Data: Y", StringComparison.Ordinal)) + 2;
        return [.. lines[first..].Where(line => line.Trim().Length > 0).Select(line => SharedData.Number(line.Trim()))];
    }
}
