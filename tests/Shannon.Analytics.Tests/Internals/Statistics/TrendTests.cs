using MathNet.Numerics.Distributions;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Tests.Internals.Statistics;

public class TrendTests
{
    [Fact]
    public void MannKendall_ManyShapes_MatchesCountingPairsAndTies()
    {
        Random random = new(21);
        for (int round = 0; round < 200; round++)
        {
            int n = 3 + random.Next(40);
            double[] values = [.. Enumerable.Range(0, n).Select(i => (double)random.Next(1 + random.Next(30)) + (i / 5))];
            long score = 0;
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    score += Math.Sign(values[i] - values[j]);
                }
            }

            double variance = ((n * (n - 1.0) * ((2 * n) + 5)) - values.GroupBy(value => value).Sum(tie => tie.Count() * (tie.Count() - 1.0) * ((2 * tie.Count()) + 5))) / 18;
            MannKendallTest test = MannKendallTest.Of(values);
            Assert.Equal(score, test.Score);
            if (variance > 0)
            {
                double z = (score - Math.Sign(score)) / Math.Sqrt(variance);
                Assert.Equal(z, test.Statistic!.Value, 1e-12);
                Assert.Equal(2 * Normal.CDF(0, 1, -Math.Abs(z)), test.PValue!.Value, 1e-12);
            }
        }
    }

    [Fact]
    public void MannKendall_TooLittle_IsNull()
    {
        Assert.Null(MannKendallTest.Of([]).PValue);
        Assert.Null(MannKendallTest.Of([1, 2]).PValue);
        Assert.Null(MannKendallTest.Of([3, 3, 3, 3]).Statistic);
    }

    [Fact]
    public void SenSlope_FewAndManyPoints_AreTheMedianOfAllSlopes()
    {
        Random random = new(22);
        foreach (int n in new[] { 2, 3, 10, 100, 700 })
        {
            double[] times = [.. Enumerable.Range(0, n).Select(i => Math.Floor(i / 1.3) + (n < 100 ? i : 0))];
            double[] values = [.. times.Select(time => (0.25 * time) + Math.Round(4 * random.NextDouble(), 1))];
            List<double> slopes = [];
            for (int i = 0; i < n; i++)
            {
                for (int j = i + 1; j < n; j++)
                {
                    if (times[j] > times[i])
                    {
                        slopes.Add((values[j] - values[i]) / (times[j] - times[i]));
                    }
                }
            }

            slopes.Sort();
            double median = (slopes[(slopes.Count - 1) / 2] + slopes[slopes.Count / 2]) / 2;
            SenSlope fitted = SenSlope.Fit(times, values, 0.95, CancellationToken.None)!.Value;
            Assert.Equal(median, fitted.Slope, 1e-12);
            Assert.InRange(fitted.Slope, fitted.Lower, fitted.Upper);
            Assert.True(n < 100 || (fitted.Lower > 0.2 && fitted.Upper < 0.3), $"{fitted}");
        }
    }

    [Fact]
    public void SenSlope_OutlierOrNothing_HoldsOrIsNull()
    {
        double[] times = [.. Enumerable.Range(0, 20).Select(i => (double)i)];
        double[] values = [.. times.Select(time => 3 + (2 * time))];
        values[4] = 1e9;
        SenSlope fitted = SenSlope.Fit(times, values, 0.95, CancellationToken.None)!.Value;
        Assert.Equal(2, fitted.Slope, 1e-9);
        Assert.Equal(3, fitted.Intercept, 1e-9);
        Assert.Null(SenSlope.Fit([], [], 0.95, CancellationToken.None));
        Assert.Null(SenSlope.Fit([1, 1], [1, 2], 0.95, CancellationToken.None));
        Assert.Null(SenSlope.Fit([0, double.Epsilon], [-double.MaxValue, double.MaxValue], 0.95, CancellationToken.None));
    }

    [Fact]
    public void ChangePoints_ManyShapes_MatchTheOptimumOverAllSegmentations()
    {
        Random random = new(23);
        for (int round = 0; round < 60; round++)
        {
            int n = 4 + random.Next(40);
            double[] values = [.. Enumerable.Range(0, n).Select(i => random.NextDouble() + (i > n / 2 ? random.Next(3) : 0))];
            const int Least = 2;
            int[] changes = ChangePoints.OfMean(values, 2, Least, CancellationToken.None);
            double penalty = 2 * ChangePoints.NoiseVariance(values) * Math.Log(n);
            double found = Cost(values, changes, penalty);
            Assert.True(found <= Optimum(values, penalty, Least) + 1e-9, $"round {round}");
            Assert.All(changes.Prepend(0).Zip(changes.Append(n)), pair => Assert.True(pair.Second - pair.First >= Least));
        }
    }

    [Fact]
    public void LevelShifts_OfOneStep_IsThatStep()
    {
        Random random = new(24);
        double[] values = [.. Enumerable.Range(0, 120).Select(i => (i < 70 ? 10 : 14) + random.NextDouble())];
        LevelShift shift = Assert.Single(LevelShift.Find(values, 3, ChangePoints.DefaultLeastLength, CancellationToken.None));
        Assert.InRange(shift.Index, 69, 71);
        Assert.Equal(10.5, shift.Before, 0.3);
        Assert.Equal(14.5, shift.After, 0.3);
        Assert.True(shift.Size > 3);
    }

    [Fact]
    public void ChangePoints_NoChange_RarelyFindAny()
    {
        Random random = new(25);
        int white = 0;
        int correlated = 0;
        for (int round = 0; round < 100; round++)
        {
            double[] noise = [.. Enumerable.Range(0, 100).Select(_ => random.NextDouble() + random.NextDouble() + random.NextDouble())];
            white += LevelShift.Find(noise, 3, 5, CancellationToken.None).Count > 0 ? 1 : 0;
            for (int i = 1; i < noise.Length; i++)
            {
                noise[i] += 0.5 * noise[i - 1];
            }

            correlated += LevelShift.Find(noise.AsSpan(10), 3, 5, CancellationToken.None).Count > 0 ? 1 : 0;
        }

        Assert.InRange(white, 0, 5);
        Assert.InRange(correlated, 0, 10);
        Assert.Empty(ChangePoints.OfMean([], 2, 5, CancellationToken.None));
        Assert.Empty(ChangePoints.OfMean([.. Enumerable.Repeat(3.0, 50)], 2, 5, CancellationToken.None));
        Assert.Empty(LevelShift.Find([1], 3, 5, CancellationToken.None));
    }

    [Fact]
    public void LevelShifts_OfExtremeNumbers_AreFinite()
    {
        double[] values = [.. Enumerable.Range(0, 60).Select(i => i < 30 ? -double.MaxValue : double.MaxValue)];
        LevelShift shift = Assert.Single(LevelShift.Find(values, 1, 5, CancellationToken.None));
        Assert.True(double.IsFinite(shift.Size) && shift.Index == 30 && double.IsFinite(shift.Before) && double.IsFinite(shift.After));
    }

    private static double Optimum(double[] values, double penalty, int least)
    {
        double[] best = new double[values.Length + 1];
        Array.Fill(best, double.PositiveInfinity);
        best[0] = -penalty;
        for (int end = least; end <= values.Length; end++)
        {
            for (int start = 0; start <= end - least; start++)
            {
                best[end] = Math.Min(best[end], best[start] + Deviations(values[start..end]) + penalty);
            }
        }

        return best[^1];
    }

    private static double Cost(double[] values, int[] changes, double penalty) =>
        changes.Prepend(0).Zip(changes.Append(values.Length)).Sum(pair => Deviations(values[pair.First..pair.Second])) + (penalty * changes.Length);

    private static double Deviations(double[] values) => values.Sum(value => (value - values.Average()) * (value - values.Average()));
}
