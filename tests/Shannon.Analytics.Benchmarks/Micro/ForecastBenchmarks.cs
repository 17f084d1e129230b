using BenchmarkDotNet.Attributes;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using Shannon.Analytics.Internals.Forecasting;

namespace Shannon.Analytics.Benchmarks.Micro;

/// <summary>A quarter of daily values with a weekly season.</summary>
[MemoryDiagnoser]
public class ForecastBenchmarks
{
    private const int Days = 90;
    private const int Week = 7;

    private readonly double[] _values = new double[Days];
    private readonly double?[] _history = new double?[Days];
    private readonly double[] _forecasts = new double[30];
    private readonly ForecastOptions _week = new() { Horizon = 7, Periods = [Week], NonNegative = true };
    private readonly ForecastOptions _month = new() { Horizon = 30, Periods = [Week], NonNegative = true };

    /// <summary>Makes the series.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        Random random = new(7);
        for (int i = 0; i < Days; i++)
        {
            _values[i] = 20 + (i % Week * 3) + (5 * random.NextDouble());
            _history[i] = _values[i];
        }
    }

    /// <summary>All of it, a week ahead.</summary>
    [Benchmark]
    public object ForecastWeek() => Forecaster.Forecast(_history, _week, CancellationToken.None);

    /// <summary>All of it, a month ahead.</summary>
    [Benchmark]
    public object ForecastMonth() => Forecaster.Forecast(_history, _month, CancellationToken.None);

    /// <summary>One robust decomposition.</summary>
    [Benchmark]
    public object DecomposeRobustly() => Stl.Decompose(_values, Week, StlOptions.Robust, CancellationToken.None);

    /// <summary>Damped exponential smoothing.</summary>
    [Benchmark]
    public double Damped() => ExponentialSmoothing.Fit(_values, TrendKind.Damped).Level;

    /// <summary>The plain twin: the same errors from given first states, all five parameters left to MathNet's simplex.</summary>
    [Benchmark]
    public double DampedByMathNet()
    {
        Vector<double> start = Vector<double>.Build.Dense([0.3, 0.05, 0.94, _values[0], 0]);
        Vector<double> steps = Vector<double>.Build.Dense([0.1, 0.05, 0.02, 1, 0.1]);
        return NelderMeadSimplex.Minimum(ObjectiveFunction.Value(Squares), start, steps, 1e-4, 100_000).FunctionInfoAtMinimum.Value;
    }

    /// <summary>The Theta method.</summary>
    [Benchmark]
    public double ThetaMethod()
    {
        Theta.Fit(_values, optimised: false).Forecast(_forecasts);
        return _forecasts[0];
    }

    private double Squares(Vector<double> point)
    {
        (double alpha, double beta, double phi, double level, double trend) = (point[0], point[1], point[2], point[3], point[4]);
        if (!(alpha > 0 && alpha < 1 && beta >= 0 && beta <= alpha && phi is >= 0.8 and <= 0.98))
        {
            return 1e12;
        }

        double squares = 0;
        foreach (double value in _values)
        {
            double predicted = level + (phi * trend);
            double error = value - predicted;
            level = predicted + (alpha * error);
            trend = (phi * trend) + (beta * error);
            squares += error * error;
        }

        return squares;
    }
}
