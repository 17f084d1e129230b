using BenchmarkDotNet.Attributes;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Benchmarks.Micro;

/// <summary>Conditions on columns, and bringing together what they select.</summary>
[MemoryDiagnoser]
public class FilterBenchmarks
{
    private const int Rows = 8192;

    private readonly ulong[] _mask = new ulong[BitMask.Words(Rows)];
    private readonly double[] _target = new double[Rows];
    private readonly bool[] _accepted = new bool[501];
    private double[] _values = [];
    private int[] _codes = [];

    /// <summary>Makes the columns.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _values = KernelData.Latencies(Rows);
        _codes = KernelData.Codes(Rows, 500);
        for (int i = 0; i < _accepted.Length; i += 3)
        {
            _accepted[i] = true;
        }
    }

    /// <summary>A branch a row.</summary>
    [Benchmark(Baseline = true)]
    public int RangeAndCompressPlain()
    {
        int count = 0;
        foreach (double value in _values)
        {
            if (value >= 10 && value <= 100)
            {
                _target[count++] = value;
            }
        }

        return count;
    }

    /// <summary>Ours, both steps.</summary>
    [Benchmark]
    public int RangeAndCompress()
    {
        FilterKernel.InRange(_values, 10, 100, _mask);
        return CompressKernel.Compress(_values, _mask, _target);
    }

    /// <summary>The range alone.</summary>
    [Benchmark]
    public ulong Range()
    {
        FilterKernel.InRange(_values, 10, 100, _mask);
        return _mask[0];
    }

    /// <summary>A look-up a code.</summary>
    [Benchmark]
    public ulong Accepted()
    {
        FilterKernel.Accepted(_codes, _accepted, _mask);
        return _mask[0];
    }
}
