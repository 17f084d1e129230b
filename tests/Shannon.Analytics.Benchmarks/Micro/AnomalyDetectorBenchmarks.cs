using BenchmarkDotNet.Attributes;
using Shannon.Analytics.Internals.Anomalies;
using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Benchmarks.Micro;

/// <summary>Nanoseconds and bytes a record of the anomaly detectors, over a noisy daily season of 5-minute records.</summary>
[MemoryDiagnoser]
public class AnomalyDetectorBenchmarks
{
    private const int Records = 20_000;
    private const long Step = 300_000_000;

    private readonly long[] _times = new long[Records];
    private readonly double[] _values = new double[Records];
    private readonly List<AnomalyPoint> _anomalies = new(1024);

    /// <summary>Makes the series.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        Random random = new(1);
        for (int i = 0; i < Records; i++)
        {
            _times[i] = i * Step;
            _values[i] = 200 + (100 * Math.Sin(i * 2 * Math.PI / 288)) + (20 * random.NextDouble());
        }
    }

    /// <summary>The automatic detector, record by record.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public int Auto() => Run(new AutoDetector());

    /// <summary>The exponentially weighted mean, record by record.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public int Ewma() => Run(new EwmaDetector());

    /// <summary>z-scores in a trailing window of a day.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public int ZScoreTrailingDay()
    {
        _anomalies.Clear();
        ZScoreDetector.Detect(_times, _values, ZScoreDetector.DefaultThreshold, 288 * Step, _anomalies, CancellationToken.None);
        return _anomalies.Count;
    }

    /// <summary>Median and its absolute deviation in a trailing window of a day.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public int MedianTrailingDay()
    {
        _anomalies.Clear();
        RankDetector.DetectByMedian(_times, _values, RankDetector.DefaultMedianThreshold, 288 * Step, _anomalies, CancellationToken.None);
        return _anomalies.Count;
    }

    /// <summary>Robust decomposition with day and week.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public int Seasonal()
    {
        _anomalies.Clear();
        SeasonalDetector.Detect(_times, _values, SeasonalDetector.DefaultThreshold, _anomalies, CancellationToken.None);
        return _anomalies.Count;
    }

    /// <summary>Saving and reading the automatic detector's state.</summary>
    [Benchmark]
    public int AutoStateRoundTrip()
    {
        AutoDetector detector = new();
        using ByteWriter writer = new(8192);
        detector.Save(writer);
        ByteReader reader = new(writer.WrittenSpan);
        AutoDetector.Load(ref reader, new AutoDetectorOptions());
        return writer.Length;
    }

    private int Run(IAnomalyDetector detector)
    {
        _anomalies.Clear();
        AnomalyRunner.Run(detector, _times, _values, _anomalies, CancellationToken.None);
        return _anomalies.Count;
    }
}
