using BenchmarkDotNet.Attributes;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Benchmarks.Micro;

/// <summary>Two metrics at the minutes of 30 days.</summary>
[MemoryDiagnoser]
public class CorrelationBenchmarks
{
    private const int Rows = 43_200;

    // So far that all of the column is looked at.
    private const double Distance = 1e12;

    private double[] _x = [];
    private double[] _y = [];

    /// <summary>Makes the columns.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _x = KernelData.Latencies(Rows);
        _y = KernelData.Latencies(Rows, seed: 8);
    }

    /// <summary>MathNet.</summary>
    [Benchmark(Baseline = true)]
    public double PearsonMathNet() => MathNet.Numerics.Statistics.Correlation.Pearson(_x, _y);

    /// <summary>Ours.</summary>
    [Benchmark]
    public double? Pearson() => Correlation.Pearson(_x, _y);

    /// <summary>MathNet.</summary>
    [Benchmark]
    public double SpearmanMathNet() => MathNet.Numerics.Statistics.Correlation.Spearman(_x, _y);

    /// <summary>Ours.</summary>
    [Benchmark]
    public double? Spearman() => Correlation.Spearman(_x, _y);

    /// <summary>The plain twin.</summary>
    [Benchmark]
    public int FarPlain() => FarValues.IndexOfPlain(_x, 60, Distance);

    /// <summary>Ours.</summary>
    [Benchmark]
    public int Far() => FarValues.IndexOf(_x, 60, Distance);
}
