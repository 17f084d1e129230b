using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Realtime.Statistics;

/// <summary>
/// A tracker with its beginning: what is stored is read first, up to a boundary id, while what is committed meanwhile is kept and taken in once the boundary is
/// known. Each record counts once: up to the boundary from the store, beyond it live. Thread-safe.
/// </summary>
internal sealed class TrackedMetric
{
    private const long DayMicros = 86_400_000_000;
    private readonly Lock _lock = new();
    private readonly MetricTracker _tracker;
    private readonly long _window;
    private List<MetricChange>? _early = [];
    private long _through;

    internal TrackedMetric(Selector metric, long window, long now)
    {
        _tracker = MetricTracker.Of(metric, window, now);
        _window = window;
        LastAsked = now;
    }

    /// <summary>When somebody last asked, by the store's clock; guarded by the board.</summary>
    internal long LastAsked { get; set; }

    /// <summary>Completes when everything stored is in.</summary>
    internal Task Ready { get; private set; } = Task.CompletedTask;

    internal void Begin(IMetricStore store) => Ready = WarmUpAsync(store);

    /// <summary>Takes in what was committed; on the committing thread.</summary>
    internal void Add(CommittedRecords committed, long now)
    {
        lock (_lock)
        {
            for (int i = 0; i < committed.Count; i++)
            {
                if (_early is not null)
                {
                    _early.Add(new MetricChange(committed[i], committed.ReplacesAt(i)));
                }
                else if (committed.IdAt(i) > _through)
                {
                    Add(committed, i, now);
                }
            }
        }
    }

    internal MetricStats Read(long now) => _tracker.Read(now);

    private void Add(CommittedRecords committed, int index, long now)
    {
        if (committed.ReplacesAt(index) is { } replaced)
        {
            _tracker.Remove(replaced);
        }

        foreach (long other in committed.AlsoReplacesAt(index))
        {
            _tracker.Remove(other);
        }

        _tracker.Add(committed, index, now);
    }

    private async Task WarmUpAsync(IMetricStore store)
    {
        long through = (await store.DescribeAsync().ConfigureAwait(false)).LastId;
        long now = UnixMicros.Now(store.TimeProvider);
        lock (_lock)
        {
            _through = through;
            CommittedRecords? early = _early is { Count: > 0 } ? CommittedRecords.Of(_early) : null;
            _early = null;
            for (int i = 0; i < (early?.Count ?? 0); i++)
            {
                if (early!.IdAt(i) > through)
                {
                    Add(early, i, now);
                }
            }
        }

        if (_tracker.EarlierSources is { Count: > 0 } earlier)
        {
            await ReadAsync(store, earlier, now - DayMicros, now - _window, now).ConfigureAwait(false);
        }

        await ReadAsync(store, _tracker.Sources, now - _window, null, now).ConfigureAwait(false);
    }

    private async Task ReadAsync(IMetricStore store, IReadOnlyList<Selector> sources, long from, long? to, long now)
    {
        if (from > to)
        {
            return;
        }

        var query = new ScanQuery
        {
            Selector = sources[0],
            OrSelectors = [.. sources.Skip(1)],
            Range = new TimeRange(UnixMicros.ToTime(Math.Max(0, from)), to is { } end ? UnixMicros.ToTime(Math.Max(0, end)) : null),
            MeasurementNames = _tracker.MeasurementNames,
            AttributeNames = _tracker.AttributeNames,
        };
        await foreach (ScanBatch batch in store.ScanAsync(query).ConfigureAwait(false))
        {
            var rows = new ScannedRows(batch);
            lock (_lock)
            {
                for (int i = 0; i < rows.Count; i++)
                {
                    if (rows.IdAt(i) <= _through)
                    {
                        _tracker.Add(rows, i, now);
                    }
                }
            }
        }
    }
}
