using BenchmarkDotNet.Attributes;
using MathNet.Numerics.Statistics;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Benchmarks.Micro;

/// <summary>Count, sum, extremes, mean and deviation of one span.</summary>
[MemoryDiagnoser]
public class MomentsBenchmarks
{
    private double[] _values = [];

    /// <summary>An hour's values, and a column that leaves the caches.</summary>
    [Params(700, 1_000_000)]
    public int Count { get; set; }

    /// <summary>Makes the column.</summary>
    [GlobalSetup]
    public void SetUp() => _values = KernelData.Latencies(Count);

    /// <summary>Welford's update, one value at a time.</summary>
    [Benchmark(Baseline = true)]
    public double Plain()
    {
        double mean = 0, moment = 0, sum = 0, min = double.MaxValue, max = double.MinValue;
        long count = 0;
        foreach (double value in _values)
        {
            count++;
            double delta = value - mean;
            mean += delta / count;
            moment += delta * (value - mean);
            sum += value;
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }

        return mean + moment + sum + min + max;
    }

    /// <summary>MathNet's running statistics.</summary>
    [Benchmark]
    public double MathNet() => new RunningStatistics(_values).StandardDeviation;

    /// <summary>Ours.</summary>
    [Benchmark]
    public double Ours() => MomentsAccumulator.Of(_values).StandardDeviation!.Value;
}
