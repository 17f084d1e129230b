using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Internals.Statistics;

/// <summary>Correlations of public data sets as R computes them.</summary>
public class CorrelationReferenceTests
{
    [Fact]
    public void Correlations_PublishedReferences_AgreeToTwelveDigits()
    {
        IReadOnlyDictionary<string, string[]> reference = SharedData.Columns(SharedData.File("statistics", "correlation_reference.csv"));
        for (int i = 0; i < reference["dataset"].Length; i++)
        {
            string name = $"{reference["dataset"][i]} {reference["x"][i]} {reference["y"][i]} {reference["method"][i]}";
            (double[] x, double[] y) = Read(reference["dataset"][i], reference["x"][i], reference["y"][i]);
            Assert.Equal(int.Parse(reference["n"][i], null), x.Length);
            double expected = SharedData.Number(reference["estimate"][i]);
            double p = SharedData.Number(reference["p_value"][i]);
            KendallTau kendall = KendallTau.Of(x, y);
            double actual = reference["method"][i] switch
            {
                "pearson" => Correlation.Pearson(x, y)!.Value,
                "spearman" => Correlation.Spearman(x, y)!.Value,
                _ => kendall.Tau!.Value,
            };
            Assert.True(Math.Abs(actual - expected) <= 1e-12, $"{name}: {actual:R} {expected:R}");
            if (reference["method"][i] == "pearson")
            {
                Close(p, CorrelationInference.PValue(actual, x.Length)!.Value, name);
            }
            else if (reference["method"][i] == "kendall")
            {
                Close(p, kendall.PValue!.Value, name);
            }
            else if (!kendall.IsUntied)
            {
                // Without ties R counts orders or expands a series; we always take Student's t.
                Close(p, CorrelationInference.PValue(actual, x.Length)!.Value, name);
            }
        }
    }

    // R takes the exact chance from 1, which costs the least of them digits.
    private static void Close(double expected, double actual, string name) => Assert.True(Math.Abs(actual - expected) <= (1e-7 * expected) + 5e-16, $"{name}: p {actual:R} {expected:R}");

    private static (double[] X, double[] Y) Read(string set, string x, string y)
    {
        if (set == "NIST-Longley")
        {
            string[] lines = File.ReadAllLines(SharedData.File("statistics", "nist", "Longley.dat"));
            double[][] rows = [.. lines[60..76].Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(SharedData.Number).ToArray())];
            return (Column(x), Column(y));

            double[] Column(string name) => [.. rows.Select(row => row[name == "y" ? 0 : name[1] - '0'])];
        }

        string path = set.StartsWith("Azure", StringComparison.Ordinal)
            ? SharedData.File("traces", "AzureLLMInferenceTrace_2023_conv.csv")
            : SharedData.File("statistics", set + ".csv");
        IReadOnlyDictionary<string, string[]> columns = SharedData.Columns(path);
        (string A, string B)[] pairs = [.. columns[x].Zip(columns[y]).Where(pair => pair.First is not ("" or "NA") && pair.Second is not ("" or "NA"))];
        return ([.. pairs.Select(pair => SharedData.Number(pair.A))], [.. pairs.Select(pair => SharedData.Number(pair.B))]);
    }
}
