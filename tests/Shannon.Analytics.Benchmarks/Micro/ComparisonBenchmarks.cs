using BenchmarkDotNet.Attributes;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Benchmarks.Micro;

/// <summary>Rank statistics of two metrics, against their definitions and the plain bootstrap.</summary>
[MemoryDiagnoser]
public class ComparisonBenchmarks
{
    private const int Rows = 4_000;
    private const int Replicates = 2000;

    private double[] _x = [];
    private double[] _y = [];
    private double[] _sorted = [];

    /// <summary>Makes the columns.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _x = KernelData.Latencies(Rows);
        _y = KernelData.Latencies(Rows, seed: 8);
        _sorted = [.. _x.Order()];
    }

    /// <summary>Every pair compared.</summary>
    [Benchmark(Baseline = true)]
    public long KendallPlain()
    {
        long score = 0;
        for (int i = 0; i < _x.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                score += Math.Sign(_x[i] - _x[j]) * Math.Sign(_y[i] - _y[j]);
            }
        }

        return score;
    }

    /// <summary>Ours.</summary>
    [Benchmark]
    public double? Kendall() => KendallTau.Of(_x, _y).Tau;

    /// <summary>Ours.</summary>
    [Benchmark]
    public double? MannWhitney() => MannWhitneyTest.Of(_x, _y).PValue;

    /// <summary>Resample, select, sort the replicates.</summary>
    [Benchmark]
    public double BootstrapPlain()
    {
        SplitMix random = new(1);
        double[] sample = new double[Rows];
        double[] replicates = new double[Replicates];
        for (int i = 0; i < Replicates; i++)
        {
            for (int j = 0; j < Rows; j++)
            {
                sample[j] = _x[(int)(random.NextUniform() * Rows)];
            }

            replicates[i] = Quantiles.Compute(sample, 0.95);
        }

        Array.Sort(replicates);
        return replicates[Replicates / 40];
    }

    /// <summary>Ours.</summary>
    [Benchmark]
    public object? Bootstrap() => QuantileBootstrap.Interval(_sorted, 0.95, 0.95, Replicates, 1, CancellationToken.None);
}
