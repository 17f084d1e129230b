using BenchmarkDotNet.Attributes;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Benchmarks.Micro;

/// <summary>Windows of 300 s every 60 s, and of an hour every 10 s.</summary>
[MemoryDiagnoser]
public class RollingWindowsBenchmarks
{
    private const int Rows = 200_000;
    private const long Second = 1_000_000;

    private static readonly double[] Probabilities = [0.5, 0.95];

    private readonly double[] _results = new double[2];
    private readonly double[] _scratch = new double[Rows];
    private long[] _times = [];
    private double[] _values = [];

    /// <summary>Seconds.</summary>
    [Params(300, 3600)]
    public int Length { get; set; }

    private long Step => Length == 300 ? 60 * Second : 10 * Second;

    /// <summary>Makes the columns.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _times = KernelData.Times(Rows);
        _values = KernelData.Latencies(Rows);
    }

    /// <summary>Each window from its samples.</summary>
    [Benchmark(Baseline = true)]
    public double MomentsPlain()
    {
        double sum = 0;
        for (WindowBounds bounds = new(_times, Length * Second, Step); bounds.MoveNext();)
        {
            double mean = 0, moment = 0;
            int count = 0;
            foreach (double value in _values.AsSpan(bounds.From, bounds.To - bounds.From))
            {
                count++;
                double delta = value - mean;
                mean += delta / count;
                moment += delta * (value - mean);
            }

            sum += moment;
        }

        return sum;
    }

    /// <summary>Ours.</summary>
    [Benchmark]
    public double Moments()
    {
        double sum = 0;
        using RollingWindows windows = new(_times, _values, Length * Second, Step, withTrend: false);
        while (windows.MoveNext())
        {
            sum += windows.Moments.StandardDeviation ?? 0;
        }

        return sum;
    }

    /// <summary>Ours, with slopes.</summary>
    [Benchmark]
    public double MomentsAndTrend()
    {
        double sum = 0;
        using RollingWindows windows = new(_times, _values, Length * Second, Step, withTrend: true);
        while (windows.MoveNext())
        {
            sum += windows.SlopePerMinute ?? 0;
        }

        return sum;
    }

    /// <summary>Each window sorted.</summary>
    [Benchmark]
    public double QuantilesPlain()
    {
        double sum = 0;
        for (WindowBounds bounds = new(_times, Length * Second, Step); bounds.MoveNext();)
        {
            Span<double> window = _scratch.AsSpan(0, bounds.To - bounds.From);
            _values.AsSpan(bounds.From, window.Length).CopyTo(window);
            window.Sort();
            sum += Quantiles.OfSorted(window, 0.5) + Quantiles.OfSorted(window, 0.95);
        }

        return sum;
    }

    /// <summary>Ours.</summary>
    [Benchmark]
    public double RollingQuantile()
    {
        double sum = 0;
        using RollingQuantiles quantiles = new(_values, (double)Length * Second / Step);
        for (WindowBounds bounds = new(_times, Length * Second, Step); bounds.MoveNext();)
        {
            quantiles.Compute(bounds.From, bounds.To, Probabilities, _results);
            sum += _results[0] + _results[1];
        }

        return sum;
    }
}
