using System.Collections.Immutable;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Realtime.Statistics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Realtime;

/// <summary>
/// The metrics and windows that somebody asks for, each followed from its first question until nobody has asked for ten minutes or ten windows. At most 1,024; then the
/// one asked for least recently goes. Thread-safe.
/// </summary>
internal sealed class StatisticsBoard(IMetricStore store)
{
    private const int MaxMetrics = 1_024;
    private const long SweepEvery = 60_000_000;
    private const long LeastPatience = 600_000_000;
    private const long WindowsOfPatience = 10;

    /// <summary>The longest window.</summary>
    internal static readonly TimeSpan LongestWindow = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string, long), TrackedMetric> _metrics = [];
    private ImmutableArray<TrackedMetric> _all = [];
    private long _sweptAt;

    internal bool IsEmpty => _all.IsEmpty;

    internal async Task<RealTimeStats> GetAsync(IReadOnlyList<Selector> metrics, TimeSpan window, CancellationToken cancellationToken)
    {
        if (metrics is null || metrics.Count is < 1 or > 64 || metrics.Contains(null!))
        {
            throw new ArgumentException(FormattableString.Invariant($"{metrics?.Count ?? 0} metrics were given; 1 to 64 are allowed, none of them null."), nameof(metrics));
        }

        if (window < TimeSpan.FromSeconds(1) || window > LongestWindow)
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, "A window lasts from 1 second to 1 day.");
        }

        KeyValuePair<string, TrackedMetric>[] tracked = [.. metrics.Distinct().Select(metric => KeyValuePair.Create(metric.ToString(), Track(metric, window.Ticks / TimeSpan.TicksPerMicrosecond)))];
        foreach (var (_, metric) in tracked)
        {
            await metric.Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        long now = UnixMicros.Now(store.TimeProvider);
        return new RealTimeStats(UnixMicros.ToTime(now), window, tracked.Select(metric => KeyValuePair.Create(metric.Key, metric.Value.Read(now))));
    }

    internal void Add(CommittedRecords committed)
    {
        if (committed.IsHistory || _all.IsEmpty)
        {
            return;
        }

        long now = UnixMicros.Now(store.TimeProvider);
        foreach (TrackedMetric metric in _all)
        {
            metric.Add(committed, now);
        }

        if (Math.Abs(now - _sweptAt) > SweepEvery)
        {
            lock (_lock)
            {
                Forget(now);
                _sweptAt = now;
            }
        }
    }

    private TrackedMetric Track(Selector metric, long window)
    {
        lock (_lock)
        {
            long now = UnixMicros.Now(store.TimeProvider);
            var key = (metric.ToString(), window);
            if (!_metrics.TryGetValue(key, out TrackedMetric? tracked) || tracked.Ready.IsFaulted)
            {
                Forget(now);
                MakeRoom();
                _metrics[key] = tracked = new TrackedMetric(metric, window, now);
                _all = [.. _metrics.Values];
                tracked.Begin(store);
            }

            tracked.LastAsked = now;
            return tracked;
        }
    }

    private void Forget(long now)
    {
        foreach (var (key, metric) in _metrics)
        {
            if (now - metric.LastAsked > Math.Max(LeastPatience, WindowsOfPatience * key.Item2))
            {
                _metrics.Remove(key);
            }
        }

        _all = [.. _metrics.Values];
    }

    private void MakeRoom()
    {
        if (_metrics.Count >= MaxMetrics)
        {
            _metrics.Remove(_metrics.MinBy(entry => entry.Value.LastAsked).Key);
        }
    }
}
