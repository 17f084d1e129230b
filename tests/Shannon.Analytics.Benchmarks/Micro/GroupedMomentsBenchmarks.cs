using BenchmarkDotNet.Attributes;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Benchmarks.Micro;

/// <summary>Moments of groups whose rows come mixed.</summary>
[MemoryDiagnoser]
public class GroupedMomentsBenchmarks
{
    private const int Rows = 1_000_000;

    private int[] _codes = [];
    private double[] _values = [];
    private (long Count, double Mean, double Moment, double Sum, double Min, double Max)[] _plain = [];
    private MomentsAccumulator[] _ours = [];

    /// <summary>Groups.</summary>
    [Params(6, 500, 20_000)]
    public int Groups { get; set; }

    /// <summary>Makes the columns.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _codes = KernelData.Codes(Rows, Groups);
        _values = KernelData.Latencies(Rows);
        _plain = new (long, double, double, double, double, double)[Groups];
        _ours = new MomentsAccumulator[Groups];
    }

    /// <summary>Welford's update of each row's group.</summary>
    [Benchmark(Baseline = true)]
    public double Plain()
    {
        for (int i = 0; i < _codes.Length; i++)
        {
            ref var group = ref _plain[_codes[i]];
            double value = _values[i];
            group.Count++;
            double delta = value - group.Mean;
            group.Mean += delta / group.Count;
            group.Moment += delta * (value - group.Mean);
            group.Sum += value;
            group.Min = Math.Min(group.Min, value);
            group.Max = Math.Max(group.Max, value);
        }

        return _plain[0].Mean;
    }

    /// <summary>Ours.</summary>
    [Benchmark]
    public long Ours()
    {
        GroupedMoments.Add(_codes, _values, _ours);
        return _ours[0].Count;
    }
}
