using System.Numerics;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Tests.Internals.Statistics;

public class CorrelationTests
{
    [Fact]
    public void Pearson_EveryPairOfShapes_MatchesExactArithmetic()
    {
        foreach (int n in new[] { 1, 2, 3, 9, 65 })
        {
            (string Name, double[] Values)[] shapes = [.. ValueShapes.Of(n)];
            foreach ((string nameX, double[] x) in shapes)
            {
                foreach ((string nameY, double[] y) in shapes)
                {
                    double? actual = Correlation.Pearson(x, y);
                    double? expected = ExactPearson(x, y);
                    Assert.True(
                        expected is null ? actual is null : actual is { } a && Math.Abs(expected.Value - a) <= 1e-12,
                        $"{nameX}, {nameY}: {expected:R} {actual:R}");
                }
            }
        }
    }

    [Fact]
    public void Spearman_EveryPairOfShapes_MatchesPearsonOfPlainRanks()
    {
        foreach (int n in new[] { 1, 2, 3, 100, 1100 })
        {
            (string Name, double[] Values)[] shapes = [.. ValueShapes.Of(n)];
            foreach ((string nameX, double[] x) in shapes)
            {
                (string nameY, double[] y) = shapes[(Array.FindIndex(shapes, shape => shape.Name == nameX) * 7) % shapes.Length];
                double? expected = ExactPearson(PlainRanks(x), PlainRanks(y));
                double? actual = Correlation.Spearman(x, y);
                Assert.True(expected is null ? actual is null : actual is { } a && Math.Abs(expected.Value - a) <= 1e-12, $"{nameX}, {nameY}: {expected:R} {actual:R}");
            }
        }
    }

    [Fact]
    public void Pearson_OfLines_IsOne()
    {
        double[] x = [.. Enumerable.Range(0, 1000).Select(i => (double)i)];
        Assert.Equal(1, Correlation.Pearson(x, [.. x.Select(value => (3 * value) + 1)])!.Value, 1e-15);
        Assert.Equal(-1, Correlation.Pearson(x, [.. x.Select(value => 5 - value)])!.Value, 1e-15);
        Assert.Equal(1, Correlation.Spearman(x, [.. x.Select(value => Math.Exp(value / 10))])!.Value, 1e-15);
    }

    [Fact]
    public void IndexSort_EveryShape_SortsStably()
    {
        foreach ((string name, double[] values) in ValueShapes.Of(0, 1, 2, 100, 1024, 5000))
        {
            double[] sorted = [.. values];
            int[] indexes = new int[values.Length];
            IndexSort.Sort(sorted, indexes);
            Assert.True(values.Order().SequenceEqual(sorted), name);
            Assert.True(indexes.Select(index => values[index]).SequenceEqual(sorted), name);
            Assert.True(indexes.Distinct().Count() == values.Length, name);
        }
    }

    private static double[] PlainRanks(double[] values) =>
        [.. values.Select(value => values.Count(other => other < value) + ((1 + values.Count(other => other == value)) / 2.0))];

    private static double? ExactPearson(double[] x, double[] y)
    {
        if (x.Length < 2)
        {
            return null;
        }

        BigInteger sumX = 0, sumY = 0, xx = 0, yy = 0, xy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            BigInteger a = ExactArithmetic.Scaled(x[i]);
            BigInteger b = ExactArithmetic.Scaled(y[i]);
            sumX += a;
            sumY += b;
            xx += a * a;
            yy += b * b;
            xy += a * b;
        }

        BigInteger varianceX = (x.Length * xx) - (sumX * sumX);
        BigInteger varianceY = (x.Length * yy) - (sumY * sumY);
        BigInteger covariance = (x.Length * xy) - (sumX * sumY);
        if (varianceX.IsZero || varianceY.IsZero)
        {
            return null;
        }

        // cov^2 / (varX varY), a ratio from 0 to 1.
        double square = ExactArithmetic.Ratio(covariance * covariance, varianceX * varianceY, 0)!.Value;
        return covariance.Sign * Math.Sqrt(square);
    }
}
