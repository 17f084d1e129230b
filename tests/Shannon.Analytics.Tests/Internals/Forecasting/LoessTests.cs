using MathNet.Numerics.LinearAlgebra;
using Shannon.Analytics.Internals.Forecasting;

namespace Shannon.Analytics.Tests.Internals.Forecasting;

public class LoessTests
{
    [Fact]
    public void Smooth_ManyShapes_MatchesWeightedLeastSquares()
    {
        Random random = new(1);
        for (int round = 0; round < 100; round++)
        {
            int n = 3 + random.Next(40);
            int window = 3 + (2 * random.Next(30));
            int degree = random.Next(2);
            double[] values = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble())];
            double[] weights = round % 2 == 0 ? [] : [.. values.Select(_ => 0.1 + random.NextDouble())];
            double[] smoothed = new double[n];
            Loess.Smooth(values, weights, window, degree, 1, smoothed);
            for (int i = 0; i < n; i++)
            {
                Assert.Equal(Plain(values, weights, window, degree, i), smoothed[i], 1e-9);
            }
        }
    }

    [Fact]
    public void Smooth_OfALine_IsTheLine_AlsoWithJumps()
    {
        double[] line = [.. Enumerable.Range(0, 57).Select(i => 3 - (0.5 * i))];
        double[] smoothed = new double[57];
        Loess.Smooth(line, default, 15, 1, 4, smoothed);
        Assert.All(line.Zip(smoothed), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void Smooth_TwoPointsOrFewer_LeavesThem()
    {
        Loess.Smooth([], default, 7, 1, 1, []);
        double[] one = new double[1];
        Loess.Smooth([5], default, 7, 1, 1, one);
        Assert.Equal(5, one[0]);
    }

    [Fact]
    public void Smooth_AllWeightsZero_KeepsTheValues()
    {
        double[] smoothed = new double[3];
        Loess.Smooth([1, 2, 3], [0, 0, 0], 3, 1, 1, smoothed);
        Assert.Equal((double[])[1, 2, 3], smoothed);
    }

    /// <summary>The definition: tricube weights over the nearest points, and a weighted polynomial by its normal equations.</summary>
    private static double Plain(double[] values, double[] robustness, int window, int degree, int at)
    {
        int n = values.Length;
        int[] nearest = [.. Enumerable.Range(0, n).OrderBy(i => Math.Abs(i - at)).ThenBy(i => i).Take(Math.Min(window, n))];
        double radius = nearest.Max(i => Math.Abs(i - at)) + (window > n ? (window - n) / 2 : 0);
        double[] weights = [.. nearest.Select(i => Tricube(Math.Abs(i - at) / radius) * (robustness.Length > 0 ? robustness[i] : 1))];
        if (degree == 0)
        {
            return nearest.Select((i, k) => weights[k] * values[i]).Sum() / weights.Sum();
        }

        Matrix<double> x = Matrix<double>.Build.Dense(nearest.Length, 2, (k, column) => column == 0 ? 1 : nearest[k] - at);
        Vector<double> y = Vector<double>.Build.Dense([.. nearest.Select(i => values[i])]);
        Matrix<double> w = Matrix<double>.Build.DenseOfDiagonalArray(weights);
        return (x.TransposeThisAndMultiply(w) * x).Solve(x.TransposeThisAndMultiply(w) * y)[0];
    }

    private static double Tricube(double ratio) => ratio > 0.999 ? 0 : ratio <= 0.001 ? 1 : Math.Pow(1 - Math.Pow(ratio, 3), 3);
}
