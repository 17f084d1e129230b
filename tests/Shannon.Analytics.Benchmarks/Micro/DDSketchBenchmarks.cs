using BenchmarkDotNet.Attributes;
using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Benchmarks.Micro;

/// <summary>Sketching, storing, merging and asking.</summary>
[MemoryDiagnoser]
public class DDSketchBenchmarks : IDisposable
{
    private readonly DDSketch _sketch = new();
    private readonly DDSketch _stored = new();
    private readonly DDSketch _merged = new();
    private readonly ByteWriter _writer = new();
    private readonly long[] _bins = new long[8192];
    private double[] _values = [];
    private byte[] _bytes = [];

    /// <summary>Makes the column and a stored sketch of a quarter of an hour.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _values = KernelData.Latencies(100_000);
        _stored.Add(_values.AsSpan(0, 175));
        _stored.WriteTo(_writer);
        _bytes = _writer.WrittenSpan.ToArray();
    }

    /// <summary>The plain twin: a logarithm a value.</summary>
    [Benchmark(Baseline = true)]
    public long AddPlain()
    {
        double multiplier = 1 / Math.Log(1.01 / 0.99);
        foreach (double value in _values)
        {
            _bins[4096 + (int)Math.Floor(Math.Log(value) * multiplier)]++;
        }

        return _bins[4096];
    }

    /// <summary>100,000 values.</summary>
    [Benchmark]
    public long Add()
    {
        _sketch.Add(_values);
        return _sketch.Count;
    }

    /// <summary>One sketch of 175 values.</summary>
    [Benchmark]
    public int Write()
    {
        _writer.Reset();
        _stored.WriteTo(_writer);
        return _writer.Length;
    }

    /// <summary>One sketch of 175 values.</summary>
    [Benchmark]
    public long MergeFromBytes()
    {
        ByteReader reader = new(_bytes);
        _merged.MergeFrom(ref reader, 1, 2000);
        return _merged.Count;
    }

    /// <summary>One quantile.</summary>
    [Benchmark]
    public double? Quantile() => _stored.Quantile(0.95);

    /// <inheritdoc />
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _writer.Dispose();
    }
}
