using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Tests.Internals.Statistics;

public class KendallTauTests
{
    [Fact]
    public void Of_ManyShapes_MatchesCountingPairs()
    {
        Random random = new(11);
        for (int round = 0; round < 400; round++)
        {
            int n = 2 + random.Next(60);
            int distinct = 1 + random.Next(n);
            double[] x = [.. Enumerable.Range(0, n).Select(_ => random.Next(distinct) - 3.0)];
            double[] y = [.. Enumerable.Range(0, n).Select(_ => (double)random.Next(distinct))];
            long score = 0;
            long tiedX = 0;
            long tiedY = 0;
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    score += Math.Sign(x[i] - x[j]) * Math.Sign(y[i] - y[j]);
                    tiedX += x[i] == x[j] ? 1 : 0;
                    tiedY += y[i] == y[j] ? 1 : 0;
                }
            }

            KendallTau actual = KendallTau.Of(x, y);
            double pairs = n * (n - 1) / 2.0;
            double size = Math.Sqrt((pairs - tiedX) * (pairs - tiedY));
            Assert.Equal(score, actual.Score);
            Assert.Equal(size > 0, actual.Tau is not null);
            Assert.Equal(size > 0 ? score / size : 0, actual.Tau ?? 0, 1e-14);
            Assert.Equal(actual.Tau is null, actual.PValue is null);
            Assert.InRange(actual.PValue ?? 0, 0, 1);
        }
    }

    [Fact]
    public void PValue_FewUntied_IsTheShareOfAllOrders()
    {
        double[] x = [1, 2, 3, 4, 5];
        double[][] orders = [.. Orders(x)];
        foreach (double[] y in orders)
        {
            long score = Math.Abs(KendallTau.Of(x, y).Score);
            double share = orders.Count(other => Math.Abs(KendallTau.Of(x, other).Score) >= score) / (double)orders.Length;
            Assert.Equal(share, KendallTau.Of(x, y).PValue!.Value, 1e-12);
        }
    }

    [Fact]
    public void Of_TooLittleToCompare_IsNull()
    {
        Assert.Null(KendallTau.Of([], []).Tau);
        Assert.Null(KendallTau.Of([1], [2]).PValue);
        Assert.Null(KendallTau.Of([1, 1, 1], [1, 2, 3]).Tau);
        Assert.Equal(1, KendallTau.Of([-double.MaxValue, 0, double.MaxValue], [1, 2, 3]).Tau);
    }

    [Fact]
    public void Of_HundredThousandPairs_TakesNoQuadraticTime()
    {
        Random random = new(3);
        double[] x = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextDouble())];
        double[] y = [.. x.Select(value => value + random.NextDouble())];
        Assert.InRange(KendallTau.Of(x, y).Tau!.Value, 0.4, 0.6);
    }

    private static IEnumerable<double[]> Orders(double[] values) =>
        values.Length == 0 ? [[]] : values.SelectMany(first => Orders([.. values.Where(value => value != first)]).Select(rest => (double[])[first, .. rest]));
}
