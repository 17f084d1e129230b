using System.Globalization;
using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Internals.Statistics;

public class TimeAlignmentTests
{
    [Fact]
    public void Alignment_PublishedReferences_AgreeToNineDigits()
    {
        IReadOnlyDictionary<string, string[]> reference = SharedData.Columns(SharedData.File("statistics", "alignment_reference.csv"));
        for (int i = 0; i < reference["x"].Length; i++)
        {
            (long[] timesX, double[] x) = Read(reference["x"][i]);
            (long[] timesY, double[] y) = Read(reference["y"][i]);
            string method = reference["method"][i];
            (double[] a, double[] b) = method switch
            {
                "asof_nearest_6h(x drives)" => Nearest(timesX, x, timesY, y, TimeSpan.FromHours(6).Ticks),
                "bucket_mean_1D_UTC_epoch" => TimeAlignment.BucketMeans(timesX, x, timesY, y, TimeSpan.FromDays(1).Ticks),
                "bucket_mean_7D_UTC_epoch" => TimeAlignment.BucketMeans(timesX, x, timesY, y, TimeSpan.FromDays(7).Ticks),
                _ => throw new InvalidOperationException(method),
            };
            Assert.Equal(int.Parse(reference["n"][i], CultureInfo.InvariantCulture), a.Length);
            Close("pearson", Correlation.Pearson(a, b)!.Value);
            Close("spearman", Correlation.Spearman(a, b)!.Value);
            Close("kendall_b", KendallTau.Of(a, b).Tau!.Value);
            double p = SharedData.Number(reference["pearson_p"][i]);
            Assert.Equal(1, CorrelationInference.PValue(Correlation.Pearson(a, b)!.Value, a.Length)!.Value / p, 1e-5);

            void Close(string column, double actual) => Assert.True(Math.Abs(actual - SharedData.Number(reference[column][i])) <= 1e-9, $"{method} {column}: {actual:R} {reference[column][i]}");
        }
    }

    [Fact]
    public void Nearest_ManyShapes_MatchesLookingAtAll()
    {
        Random random = new(4);
        for (int round = 0; round < 300; round++)
        {
            long[] driving = Times(random);
            long[] other = Times(random);
            long tolerance = random.Next(6);
            int[] left = new int[driving.Length];
            int[] right = new int[driving.Length];
            List<(int, int)> nearest = [];
            List<(int, int)> asOf = [];
            for (int i = 0; i < driving.Length; i++)
            {
                // Of equally near ones the earlier time, of one time the last.
                int[] near = [.. Enumerable.Range(0, other.Length).Where(j => Math.Abs(other[j] - driving[i]) <= tolerance).OrderBy(j => Math.Abs(other[j] - driving[i])).ThenBy(j => other[j]).ThenByDescending(j => j)];
                int[] before = [.. Enumerable.Range(0, other.Length).Where(j => other[j] <= driving[i] && driving[i] - other[j] <= tolerance)];
                nearest.AddRange(near.Take(1).Select(j => (i, other[j] > driving[i] ? Array.IndexOf(other, other[j]) : j)));
                asOf.AddRange(before.TakeLast(1).Select(j => (i, j)));
            }

            int pairs = TimeAlignment.Nearest(driving, other, tolerance, left, right);
            Assert.Equal(nearest, left.Take(pairs).Zip(right.Take(pairs)));
            pairs = TimeAlignment.AsOf(driving, other, tolerance, left, right);
            Assert.Equal(asOf, left.Take(pairs).Zip(right.Take(pairs)));
        }
    }

    [Fact]
    public void BucketMeans_ManyShapes_MatchesGrouping()
    {
        Random random = new(6);
        for (int round = 0; round < 300; round++)
        {
            long[] timesX = Times(random);
            long[] timesY = Times(random);
            double[] x = [.. timesX.Select(_ => random.NextDouble())];
            double[] y = [.. timesY.Select(_ => random.NextDouble())];
            long width = 1 + random.Next(7);
            Dictionary<double, double> byX = Means(timesX, x, width);
            Dictionary<double, double> byY = Means(timesY, y, width);
            double[] shared = [.. byX.Keys.Where(byY.ContainsKey).Order()];
            (double[] a, double[] b) = TimeAlignment.BucketMeans(timesX, x, timesY, y, width);
            Assert.Equal(shared.Select(key => byX[key]), a, (expected, actual) => Math.Abs(expected - actual) < 1e-15);
            Assert.Equal(shared.Select(key => byY[key]), b, (expected, actual) => Math.Abs(expected - actual) < 1e-15);
        }
    }

    [Fact]
    public void Alignment_EmptyAndExtremeTimes_Work()
    {
        Assert.Equal(0, TimeAlignment.Nearest([], [1], 5, [], []));
        Assert.Equal(0, TimeAlignment.Nearest([1], [], 5, new int[1], new int[1]));
        Assert.Equal(0, TimeAlignment.Nearest([long.MinValue], [long.MaxValue], long.MaxValue, new int[1], new int[1]));
        (double[] x, double[] y) = TimeAlignment.BucketMeans([long.MinValue, long.MaxValue], [1, 2], [long.MinValue, long.MaxValue], [3, 4], 10);
        Assert.Equal((double[])[1, 2], x);
        Assert.Equal((double[])[3, 4], y);
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeAlignment.BucketMeans([], [], [], [], 0));
    }

    private static Dictionary<double, double> Means(long[] times, double[] values, long width) =>
        times.Zip(values).GroupBy(pair => Math.Floor((double)pair.First / width)).ToDictionary(group => group.Key, group => group.Average(pair => pair.Second));

    private static long[] Times(Random random) => [.. Enumerable.Range(0, random.Next(12)).Select(_ => (long)random.Next(-20, 20)).Order()];

    private static (double[] X, double[] Y) Nearest(long[] timesX, double[] x, long[] timesY, double[] y, long tolerance)
    {
        int[] left = new int[x.Length];
        int[] right = new int[x.Length];
        int pairs = TimeAlignment.Nearest(timesX, timesY, tolerance, left, right);
        return ([.. left.Take(pairs).Select(i => x[i])], [.. right.Take(pairs).Select(i => y[i])]);
    }

    private static (long[] Times, double[] Values) Read(string name)
    {
        IReadOnlyDictionary<string, string[]> columns = SharedData.Columns(SharedData.File("statistics", "align", name + "_vm0.csv"));
        return ([.. columns["t"].Select(text => (DateTime.Parse(text, CultureInfo.InvariantCulture) - DateTime.UnixEpoch).Ticks)], [.. columns["value"].Select(SharedData.Number)]);
    }
}
