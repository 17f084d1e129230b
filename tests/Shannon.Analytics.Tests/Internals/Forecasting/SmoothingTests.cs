using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using Shannon.Analytics.Internals.Forecasting;

namespace Shannon.Analytics.Tests.Internals.Forecasting;

public class SmoothingTests
{
    [Fact]
    public void NelderMead_OfRosenbrock_FindsWhatMathNetFinds()
    {
        Rosenbrock function = default;
        double[] point = [-1.2, 1];
        double least = NelderMead.Minimize(ref function, point, [0.5, 0.5], 1e-14, 2000);
        MinimizationResult other = NelderMeadSimplex.Minimum(
            ObjectiveFunction.Value(v => default(Rosenbrock).Evaluate(v.AsArray())), Vector<double>.Build.Dense([-1.2, 1]), Vector<double>.Build.Dense([0.5, 0.5]), 1e-10, 5000);
        Assert.Equal(other.MinimizingPoint[0], point[0], 1e-4);
        Assert.Equal(other.MinimizingPoint[1], point[1], 1e-4);
        Assert.InRange(least, 0, 1e-8);
    }

    [Theory]
    [InlineData((int)TrendKind.None)]
    [InlineData((int)TrendKind.Linear)]
    [InlineData((int)TrendKind.Damped)]
    public void ExponentialSmoothing_Fitted_IsNoWorseThanAnyPointOfAGrid(int value)
    {
        TrendKind kind = (TrendKind)value;
        Random random = new(31);
        foreach (int n in new[] { 12, 60 })
        {
            double[] values = [.. Enumerable.Range(0, n).Select(i => 50 + (0.5 * i) + (5 * random.NextDouble()))];
            ExponentialSmoothing fitted = ExponentialSmoothing.Fit(values, kind);
            double least = double.PositiveInfinity;
            for (double alpha = 0.05; alpha < 1; alpha += 0.1)
            {
                for (double beta = 0; beta <= (kind == TrendKind.None ? 0 : alpha); beta += 0.1)
                {
                    foreach (double phi in kind switch { TrendKind.None => [0], TrendKind.Linear => [1], _ => new[] { 0.8, 0.9, 0.98 } })
                    {
                        least = Math.Min(least, PlainSquares(values, alpha, beta, phi));
                    }
                }
            }

            Assert.True(fitted.SquaredErrors <= least * 1.005, $"{kind} {n}: {fitted.SquaredErrors} {least}");
            Assert.Equal(PlainSquares(values, fitted.Alpha, fitted.Beta, fitted.Phi), fitted.SquaredErrors, 1e-6 * fitted.SquaredErrors);
        }
    }

    [Fact]
    public void ExponentialSmoothing_OfALine_ContinuesIt_AndOfAConstant_StaysThere()
    {
        double[] line = [.. Enumerable.Range(0, 30).Select(i => 7 + (2.0 * i))];
        double[] forecasts = new double[3];
        ExponentialSmoothing.Fit(line, TrendKind.Linear).Forecast(forecasts);
        Assert.Equal(67, forecasts[0], 1e-6);
        Assert.Equal(71, forecasts[2], 1e-6);
        double[] constant = [.. Enumerable.Repeat(1e9, 30)];
        ExponentialSmoothing.FitBest(constant, linear: true).Forecast(forecasts);
        Assert.All(forecasts, forecast => Assert.Equal(1e9, forecast, 1e-3));
        ExponentialSmoothing.Fit([], TrendKind.Damped).Forecast(forecasts);
        Assert.All(forecasts, forecast => Assert.Equal(0, forecast));
        ExponentialSmoothing.Fit([4], TrendKind.Damped).Forecast(forecasts);
        Assert.All(forecasts, forecast => Assert.Equal(4, forecast));
    }

    [Fact]
    public void Theta_OfAnySeries_IsTheMeanOfItsTwoThetaLines()
    {
        Random random = new(33);
        for (int round = 0; round < 20; round++)
        {
            int n = 10 + random.Next(60);
            double[] values = [.. Enumerable.Range(0, n).Select(i => 100 + (i * random.NextDouble()) + (10 * random.NextDouble()))];
            Theta theta = Theta.Fit(values, optimised: false);
            double[] forecasts = new double[8];
            theta.Forecast(forecasts);

            // Assimakopoulos and Nikolopoulos: half the straight line (theta 0), half a smoothing of twice the deviations from it (theta 2).
            (double intercept, double slope) = theta.Line;
            double[] doubled = [.. values.Select((value, i) => (2 * value) - (intercept + (slope * i)))];

            // The first level that goes with it: of the same recursion run backwards from the fitted one.
            double level = 2 * FirstLevel(values, theta);
            foreach (double value in doubled)
            {
                level += theta.Alpha * (value - level);
            }

            for (int h = 0; h < forecasts.Length; h++)
            {
                double line = intercept + (slope * (n + h));
                Assert.Equal((line + level) / 2, forecasts[h], 1e-6 * Math.Abs(forecasts[h]));
            }
        }
    }

    [Fact]
    public void Theta_Optimised_FitsNoWorse_AndFewValuesRepeatTheLast()
    {
        Random random = new(34);
        double[] values = [.. Enumerable.Range(0, 40).Select(i => (3.0 * i) + random.NextDouble())];
        Assert.True(Theta.Fit(values, optimised: true).SquaredErrors <= Theta.Fit(values, optimised: false).SquaredErrors);
        double[] forecasts = new double[2];
        Theta.Fit([1, 9], optimised: false).Forecast(forecasts);
        Assert.Equal((double[])[9, 9], forecasts);
        Theta.Fit([], optimised: true).Forecast(forecasts);
        Assert.Equal((double[])[0, 0], forecasts);
    }

    [Fact]
    public void Autoregression_Coefficients_SolveTheYuleWalkerEquations()
    {
        Random random = new(35);
        double[] values = new double[300];
        for (int i = 2; i < values.Length; i++)
        {
            values[i] = (0.6 * values[i - 1]) - (0.3 * values[i - 2]) + random.NextDouble() - 0.5;
        }

        double mean = values.Average();
        double[] coefficients = new double[Autoregression.MaxOrder];
        int order = Autoregression.Fit(values, mean, coefficients);
        Assert.InRange(order, 2, 8);
        double[] covariance = [.. Enumerable.Range(0, order + 1).Select(lag => Enumerable.Range(lag, values.Length - lag).Sum(i => (values[i] - mean) * (values[i - lag] - mean)))];
        Vector<double> solved = Matrix<double>.Build.Dense(order, order, (i, j) => covariance[Math.Abs(i - j)]).Solve(Vector<double>.Build.Dense(covariance[1..]));
        Assert.All(solved.Zip(coefficients), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Fact]
    public void Autoregression_FarAhead_ReturnsToTheMean_AndConstantsStay()
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => 10 + Math.Sin(i))];
        double[] forecasts = new double[2000];
        Autoregression.Forecast(values, 10, forecasts);
        Assert.Equal(10, forecasts[^1], 0.2);
        Autoregression.Forecast([3, 3, 3, 3], 3, forecasts);
        Assert.All(forecasts, forecast => Assert.Equal(3, forecast));
    }

    [Fact]
    public void SeasonalAutoregression_OfARecursion_ContinuesIt()
    {
        Random random = new(36);
        double[] values = new double[420];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = i < 7 ? i * i : values[i - 7] + (0.001 * random.NextDouble());
        }

        double[] forecasts = new double[14];
        Assert.True(SeasonalAutoregression.TryForecast(values.AsSpan(0, 406), [7], forecasts));
        Assert.All(values[406..].Zip(forecasts), pair => Assert.Equal(pair.First, pair.Second, 0.5));
        Assert.False(SeasonalAutoregression.TryForecast(values.AsSpan(0, 20), [7], forecasts));
        Assert.False(SeasonalAutoregression.TryForecast(values, [], forecasts));
    }

    [Fact]
    public void SeasonalSmoothing_OfARepeatedSeason_ContinuesIt()
    {
        double[] values = [.. Enumerable.Range(0, 84).Select(i => 30 + (i % 7 * 4.0))];
        MstlDecomposition parts = Mstl.Decompose(values, [7], StlOptions.Robust, 2, CancellationToken.None);
        double[] forecasts = new double[14];
        SeasonalSmoothing.Forecast(values, [7], parts, forecasts);
        Assert.All(values[..14].Zip(forecasts), pair => Assert.Equal(pair.First, pair.Second, 0.05));
    }

    [Fact]
    public void SeasonalProfile_NoiseIsDrawnToTheMean_AndASeasonIsKept()
    {
        Random random = new(37);
        double[] noise = [.. Enumerable.Range(0, 28).Select(_ => random.NextDouble())];
        double[] season = [.. noise.Select((value, i) => value + (i % 7 * 10))];
        Assert.InRange(SeasonalProfile.Fit(noise, 7, 4).Shrinkage, 0, 0.6);
        SeasonalProfile kept = SeasonalProfile.Fit(season, 7, 4);
        Assert.InRange(kept.Shrinkage, 0.99, 1);
        double[] forecasts = new double[7];
        kept.Forecast(kept.RobustLevel(season), forecasts);
        Assert.All(forecasts.Index(), entry => Assert.Equal((entry.Index * 10) + 0.5, entry.Item, 0.6));
    }

    private static double FirstLevel(double[] values, Theta theta)
    {
        double level = 0;
        foreach (double value in values)
        {
            level += theta.Alpha * (value - level);
        }

        return (theta.Level - level) / Math.Pow(1 - theta.Alpha, values.Length);
    }

    /// <summary>The least squared errors over all first states, by a linear regression on their influence.</summary>
    private static double PlainSquares(double[] values, double alpha, double beta, double phi)
    {
        double[] errors = Errors(values, alpha, beta, phi, 0, 0);
        double[] zeros = new double[values.Length];
        double[] ofLevel = Errors(zeros, alpha, beta, phi, 1, 0);
        double[] ofTrend = Errors(zeros, alpha, beta, phi, 0, 1);
        double[][] regressors = phi == 0 ? [ofLevel] : [ofLevel, ofTrend];
        Matrix<double> x = Matrix<double>.Build.DenseOfColumnArrays(regressors);
        Vector<double> y = Vector<double>.Build.Dense(errors);
        Vector<double> states = x.QR().Solve(-y);
        double rest = (y + (x * states)).L2Norm();
        return rest * rest;
    }

    private static double[] Errors(double[] values, double alpha, double beta, double phi, double level, double trend) =>
        [.. values.Select(value =>
        {
            double predicted = level + (phi * trend);
            double error = value - predicted;
            level = predicted + (alpha * error);
            trend = (phi * trend) + (beta * error);
            return error;
        }).ToArray()];

    private struct Rosenbrock : NelderMead.IObjective
    {
        public readonly double Evaluate(scoped ReadOnlySpan<double> point) =>
            (100 * Math.Pow(point[1] - (point[0] * point[0]), 2)) + Math.Pow(1 - point[0], 2);
    }
}
