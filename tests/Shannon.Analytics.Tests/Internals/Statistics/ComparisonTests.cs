using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Internals.Statistics;

public class ComparisonTests
{
    [Fact]
    public void Tests_PublishedReferences_Agree()
    {
        IReadOnlyDictionary<string, string[]> reference = SharedData.Columns(SharedData.File("statistics", "test_reference.csv"));
        int seen = 0;
        for (int i = 0; i < reference["dataset"].Length; i++)
        {
            (double[] first, double[] second) = reference["dataset"][i] switch
            {
                "sleep" => Split("sleep", "extra", "group", "1"),
                "mtcars mpg by am" => Split("mtcars", "mpg", "am", "0"),
                _ => ([], []),
            };
            double statistic = SharedData.Number(reference["statistic"][i]);
            double p = reference["p_value"][i].Length > 0 ? SharedData.Number(reference["p_value"][i]) : 0;
            if (reference["test"][i] == "welch_t")
            {
                seen++;
                WelchTest test = WelchTest.Of(first, second);
                Assert.Equal(statistic, test.Statistic!.Value, 1e-12);
                Assert.Equal(SharedData.Number(reference["df"][i]), test.Freedom!.Value, 1e-11);
                Assert.Equal(p, test.PValue!.Value, 1e-10);
            }
            else if (reference["test"][i] == "mannwhitney_cc")
            {
                seen++;
                MannWhitneyTest test = MannWhitneyTest.Of(first, second);
                Assert.Equal(statistic, test.Statistic!.Value);
                Assert.Equal(p, test.PValue!.Value, 1e-10);
            }
        }

        Assert.Equal(4, seen);
    }

    [Fact]
    public void MannWhitney_ManyShapes_MatchesCountingPairs()
    {
        Random random = new(1);
        for (int round = 0; round < 200; round++)
        {
            double[] first = [.. Enumerable.Range(0, 1 + random.Next(20)).Select(_ => (double)random.Next(8))];
            double[] second = [.. Enumerable.Range(0, 1 + random.Next(20)).Select(_ => (double)random.Next(8))];
            double u = first.Sum(a => second.Sum(b => a > b ? 1 : a == b ? 0.5 : 0));
            double delta = first.Sum(a => second.Sum(b => Math.Sign(a - b))) / (double)(first.Length * second.Length);
            MannWhitneyTest test = MannWhitneyTest.Of(first, second);
            Assert.Equal(u, test.Statistic!.Value, 1e-9);
            Assert.Equal(delta, test.CliffsDelta!.Value, 1e-12);
        }
    }

    [Fact]
    public void Comparisons_WithNothingToCompare_AreNullWithTheReason()
    {
        Assert.Equal(Undefined.TooFewValues, WelchTest.Of([1], [1, 2]).Reason);
        Assert.Equal(Undefined.NoVariation, WelchTest.Of([1, 1], [2, 2]).Reason);
        Assert.Null(WelchTest.Of([1, 1], [2, 2]).PValue);
        Assert.Equal(Undefined.TooFewValues, MannWhitneyTest.Of([], [1]).Reason);
        Assert.Equal(Undefined.NoVariation, MannWhitneyTest.Of([2, 2], [2]).Reason);
        Assert.Null(EffectSize.CohensD([1, 1], [1, 1]));
        Assert.Null(EffectSize.CohensD([], []));
        Assert.Null(QuantileBootstrap.Interval([1], 0.5, 0.95, 100, 1, CancellationToken.None));
        Assert.Equal(new Change(null, null, Undefined.EmptyBaseline), Change.Of(null, 3));
        Assert.Equal(new Change(null, null, Undefined.EmptyCurrent), Change.Of(3, null));
        Assert.Equal(new Change(10, null, Undefined.ZeroBaseline), Change.Of(0, 10));
        Assert.Equal(new Change(5, 2, Undefined.None), Change.Of(5, 10));
        Assert.Equal(Undefined.OutOfRange, Change.Of(double.MaxValue, -double.MaxValue).Reason);
    }

    [Fact]
    public void Comparisons_OfTheGreatestNumbers_AreFinite()
    {
        double[] low = [-double.MaxValue, -double.MaxValue, -1e308];
        double[] high = [double.MaxValue, double.MaxValue, 1e308];
        WelchTest test = WelchTest.Of(low, high);
        Assert.True(test.Statistic is null || double.IsFinite(test.Statistic.Value));
        Assert.InRange(EffectSize.CohensD(low, high) ?? -1, -1e6, 0);
        Assert.Equal(-1, MannWhitneyTest.Of(low, high).CliffsDelta);
    }

    [Fact]
    public void CohensD_OfTextbookGroups_IsTheirDistanceInPooledDeviations()
    {
        double[] first = [1, 2, 3, 4, 5];
        double[] second = [3, 4, 5, 6, 7];
        Assert.Equal(-2 / Math.Sqrt(2.5), EffectSize.CohensD(first, second)!.Value, 1e-12);
    }

    [Fact]
    public void Bootstrap_ReplicatesAreDistributedAsResampling()
    {
        Random random = new(8);
        double[] values = [.. Enumerable.Range(0, 60).Select(_ => Math.Exp(3 * random.NextDouble())).Order()];
        foreach (double probability in new[] { 0.5, 0.9, 0.95 })
        {
            // The plain twin: resample, sort, take the quantile.
            double[] plain = new double[20_000];
            for (int i = 0; i < plain.Length; i++)
            {
                double[] sample = [.. values.Select(_ => values[random.Next(values.Length)])];
                plain[i] = Quantiles.Compute(sample, probability);
            }

            Array.Sort(plain);
            (double lower, double upper) = QuantileBootstrap.Interval(values, probability, 0.95, 20_000, 42, CancellationToken.None)!.Value;
            Assert.Equal(1, lower / Quantiles.OfSorted(plain, 0.025), 0.03);
            Assert.Equal(1, upper / Quantiles.OfSorted(plain, 0.975), 0.03);
        }
    }

    [Fact]
    public void Bootstrap_SameSeed_SameInterval_AndDifferenceCoversTheShift()
    {
        double[] before = [.. Enumerable.Range(0, 200).Select(i => (double)i)];
        double[] after = [.. before.Select(value => value + 50)];
        var first = QuantileBootstrap.DifferenceInterval(before, after, 0.95, 0.95, QuantileBootstrap.DefaultReplicates, 1, CancellationToken.None);
        Assert.Equal(first, QuantileBootstrap.DifferenceInterval(before, after, 0.95, 0.95, QuantileBootstrap.DefaultReplicates, 1, CancellationToken.None));
        Assert.InRange(first!.Value.Lower, 20, 50);
        Assert.InRange(first.Value.Upper, 50, 80);
        Assert.Throws<OperationCanceledException>(() => QuantileBootstrap.Interval(before, 0.5, 0.95, 100, 1, new CancellationToken(canceled: true)));
    }

    private static (double[] First, double[] Second) Split(string set, string value, string group, string of)
    {
        IReadOnlyDictionary<string, string[]> columns = SharedData.Columns(SharedData.File("statistics", set + ".csv"));
        var pairs = columns[value].Select(SharedData.Number).Zip(columns[group]).ToArray();
        return ([.. pairs.Where(pair => pair.Second == of).Select(pair => pair.First)], [.. pairs.Where(pair => pair.Second != of).Select(pair => pair.First)]);
    }
}
