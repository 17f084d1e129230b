using BenchmarkDotNet.Attributes;
using MathNet.Numerics.Statistics;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Benchmarks.Micro;

/// <summary>Three percentiles of many small groups, six of a large one; each starts from a fresh copy.</summary>
[MemoryDiagnoser]
public class QuantilesBenchmarks
{
    private static readonly double[] Three = [0.5, 0.95, 0.99];
    private static readonly double[] Six = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999];

    private readonly double[] _results = new double[6];
    private double[] _values = [];
    private double[] _scratch = [];

    /// <summary>Values in all.</summary>
    [Params(700_000, 10_000_000)]
    public int Count { get; set; }

    private int GroupLength => Count == 700_000 ? 700 : Count;

    private double[] Probabilities => Count == 700_000 ? Three : Six;

    /// <summary>Makes the column.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _values = KernelData.Latencies(Count);
        _scratch = new double[Count];
    }

    /// <summary>Sorts each group.</summary>
    [Benchmark(Baseline = true)]
    public double Sorting()
    {
        _values.CopyTo(_scratch, 0);
        for (int from = 0; from < Count; from += GroupLength)
        {
            Span<double> group = _scratch.AsSpan(from, GroupLength);
            group.Sort();
            for (int i = 0; i < Probabilities.Length; i++)
            {
                _results[i] = Quantiles.OfSorted(group, Probabilities[i]);
            }
        }

        return _results[0];
    }

    /// <summary>MathNet's quickselect, type 7.</summary>
    [Benchmark]
    public double MathNet()
    {
        for (int from = 0; from < Count; from += GroupLength)
        {
            double[] group = _values.AsSpan(from, GroupLength).ToArray();
            for (int i = 0; i < Probabilities.Length; i++)
            {
                _results[i] = ArrayStatistics.QuantileCustomInplace(group, Probabilities[i], QuantileDefinition.R7);
            }
        }

        return _results[0];
    }

    /// <summary>Ours.</summary>
    [Benchmark]
    public double Ours()
    {
        _values.CopyTo(_scratch, 0);
        for (int from = 0; from < Count; from += GroupLength)
        {
            Quantiles.Compute(_scratch.AsSpan(from, GroupLength), Probabilities, _results);
        }

        return _results[0];
    }
}
