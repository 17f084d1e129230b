using BenchmarkDotNet.Attributes;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Benchmarks.Micro;

/// <summary>Hour buckets of times, ascending or not.</summary>
[MemoryDiagnoser]
public class BucketBenchmarks
{
    private const int Rows = 1_000_000;
    private const long Hour = 3_600_000_000;
    private const long Origin = 1_789_999_200_000_000;

    private readonly int[] _codes = new int[Rows];
    private long[] _times = [];

    /// <summary>Makes the column.</summary>
    [GlobalSetup]
    public void SetUp() => _times = KernelData.Times(Rows);

    /// <summary>A division a row, with the division not known to the compiler.</summary>
    [Benchmark(Baseline = true)]
    [Arguments(Hour)]
    public int Plain(long width)
    {
        for (int i = 0; i < _times.Length; i++)
        {
            long code = (_times[i] - Origin) / width;
            _codes[i] = code is >= 0 and < 100_000 ? (int)code : -1;
        }

        return _codes[^1];
    }

    /// <summary>Ours, for times in any order.</summary>
    [Benchmark]
    [Arguments(Hour)]
    public int Codes(long width)
    {
        BucketCodes.Compute(_times, Origin, width, 100_000, _codes);
        return _codes[^1];
    }

    /// <summary>Ours, for ascending times.</summary>
    [Benchmark]
    [Arguments(Hour)]
    public int Runs(long width)
    {
        int buckets = 0;
        for (BucketRuns runs = new(_times, new BucketGrid(Origin, width)); runs.MoveNext();)
        {
            buckets++;
        }

        return buckets;
    }
}
