using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Shannon.Analytics.Benchmarks.Macro.Shapes;

namespace Shannon.Analytics.Benchmarks.Macro.Rivals;

/// <summary>OpenTelemetry's <c>Histogram.Record</c> with four string tags, collected by a reader that exports nowhere.</summary>
internal sealed class OtelHistogram : Contender
{
    private readonly long _calls;
    private readonly Meter _meter;
    private readonly MeterProvider _provider;
    private readonly Histogram<double> _histogram;
    private readonly KeyValuePair<string, object?>[][] _tagSets;
    private readonly CountingExporter _exporter = new();

    /// <param name="calls">How many calls.</param>
    /// <param name="tagSets">Different sets of four tags that take turns; at one set OpenTelemetry is at its fastest.</param>
    public OtelHistogram(long calls, int tagSets)
    {
        _calls = calls;
        MetricColumns data = MetricShapes.Narrow(tagSets);
        _tagSets =
        [
            .. Enumerable.Range(0, tagSets).Select(row => data.Attributes
                .Select(a => KeyValuePair.Create(a.Name, (object?)a.Values[row])).ToArray()),
        ];
        _meter = new Meter("shannon.benchmark." + Guid.NewGuid().ToString("N"));
        _histogram = _meter.CreateHistogram<double>("response_time");
        _provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(_meter.Name)
            .AddReader(new BaseExportingMetricReader(_exporter))
            .Build();
    }

    /// <inheritdoc />
    public override long Operations => _calls;

    /// <inheritdoc />
    public override ValueTask RunAsync()
    {
        KeyValuePair<string, object?>[][] tagSets = _tagSets;
        int set = 0;
        for (long i = 0; i < _calls; i++)
        {
            _histogram.Record(i & 1023, new ReadOnlySpan<KeyValuePair<string, object?>>(tagSets[set]));
            set = set + 1 == tagSets.Length ? 0 : set + 1;
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public override ValueTask<double[]> AnswerAsync()
    {
        _provider.ForceFlush();
        return ValueTask.FromResult<double[]>([_exporter.Count, _exporter.Sum]);
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        _provider.Dispose();
        _meter.Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class CountingExporter : BaseExporter<Metric>
    {
        public double Count { get; private set; }

        public double Sum { get; private set; }

        public override ExportResult Export(in Batch<Metric> batch)
        {
            // Cumulative: each export carries the totals so far.
            (Count, Sum) = (0, 0);
            foreach (Metric metric in batch)
            {
                foreach (ref readonly MetricPoint point in metric.GetMetricPoints())
                {
                    Count += point.GetHistogramCount();
                    Sum += point.GetHistogramSum();
                }
            }

            return ExportResult.Success;
        }
    }
}
