using System.Diagnostics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Hosting;

/// <summary>Publishes how an engine fares through <see cref="System.Diagnostics.Metrics"/>, on a meter named <see cref="AnalyticsTelemetry.MeterName"/>. Reading costs nothing until someone listens.</summary>
internal sealed class EngineMeter : IDisposable
{
    private readonly AnalyticsEngine _engine;
    private readonly Meter _meter;
    private readonly KeyValuePair<string, object?>[] _tags;

    internal EngineMeter(AnalyticsEngine engine, IMeterFactory? factory, string? key)
    {
        _engine = engine;
        _tags = key is null ? [] : [new("shannon.analytics.engine", key)];
        var options = new MeterOptions(AnalyticsTelemetry.MeterName) { Version = typeof(AnalyticsEngine).Assembly.GetName().Version?.ToString() };
        _meter = factory?.Create(options) ?? new Meter(options);
    }

    internal void Publish()
    {
        _meter.CreateObservableCounter("shannon.analytics.records", Records, "{record}", "What became of the records that were offered, by outcome.");
        _meter.CreateObservableUpDownCounter("shannon.analytics.records.pending", () => Measure(_engine.Health.Store.Ingest.Pending), "{record}", "Records taken in and not yet stored.");
        _meter.CreateObservableCounter("shannon.analytics.commits", Commits, "{commit}", "Transactions, by outcome.");
        _meter.CreateObservableCounter("shannon.analytics.written", () => Measure(_engine.Health.Store.BlockBytesWritten), "By", "Bytes of records written to the journal.");
        _meter.CreateObservableUpDownCounter("shannon.analytics.cache", () => Measure(_engine.Health.Store.CacheBytes), "By", "Bytes of decoded records held in memory.");
        _meter.CreateObservableCounter("shannon.analytics.background.passes", Passes, "{pass}", "Passes of background work, by outcome.");
    }

    public void Dispose() => _meter.Dispose();

    private Measurement<long>[] Records()
    {
        IngestCounts counts = _engine.Health.Store.Ingest;
        return
        [
            Outcome("stored", counts.Stored), Outcome("duplicate", counts.Duplicates), Outcome("dropped", counts.Dropped),
            Outcome("rejected", counts.Rejected), Outcome("failed", counts.Failed), Outcome("cancelled", counts.Cancelled),
        ];
    }

    private Measurement<long>[] Commits() => [Outcome("committed", _engine.Health.Store.Commits), Outcome("failed", _engine.Health.Store.FailedCommits)];

    private Measurement<long>[] Passes() => [Outcome("succeeded", _engine.Health.BackgroundPasses), Outcome("failed", _engine.Health.BackgroundFailures)];

    private Measurement<long> Measure(long value) => new(value, _tags);

    private Measurement<long> Outcome(string outcome, long value) => new(value, [.. _tags, new("outcome", outcome)]);
}
