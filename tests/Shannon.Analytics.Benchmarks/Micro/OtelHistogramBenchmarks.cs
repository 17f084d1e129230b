using System.Diagnostics;
using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Shannon.Analytics.Benchmarks.Micro;

/// <summary>The baseline of the hot producers: OpenTelemetry's histogram with four string tags.</summary>
[MemoryDiagnoser]
public class OtelHistogramBenchmarks : IDisposable
{
    private readonly KeyValuePair<string, object?>[] _tags =
    [
        new("language", "csharp"),
        new("complexity", "medium"),
        new("region", "eu-central-1"),
        new("status", "success"),
    ];

    private Meter? _meter;
    private MeterProvider? _provider;
    private Histogram<double>? _histogram;

    /// <summary>Builds a provider whose reader exports nowhere.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _meter = new Meter("shannon.benchmark");
        _histogram = _meter.CreateHistogram<double>("response_time");
        _provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(_meter.Name)
            .AddReader(new BaseExportingMetricReader(new NoExporter()))
            .Build();
    }

    /// <inheritdoc />
    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _provider?.Dispose();
        _meter?.Dispose();
    }

    /// <summary>Tags built once.</summary>
    [Benchmark(Baseline = true)]
    public void RecordSpan() => _histogram!.Record(120.5, new ReadOnlySpan<KeyValuePair<string, object?>>(_tags));

    /// <summary>Tags built per call, as most code does it.</summary>
    [Benchmark]
    public void RecordTagList() => _histogram!.Record(120.5, new TagList
    {
        { "language", "csharp" },
        { "complexity", "medium" },
        { "region", "eu-central-1" },
        { "status", "success" },
    });

    private sealed class NoExporter : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch) => ExportResult.Success;
    }
}
