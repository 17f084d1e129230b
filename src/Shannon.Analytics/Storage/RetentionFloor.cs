using System.Collections.Immutable;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;

namespace Shannon.Analytics.Storage;

/// <summary>
/// Refuses records on their way into a store that are older than any engine over it keeps them: else importing history again would bring back
/// what was deleted. They are counted. Thread-safe.
/// </summary>
internal sealed class RetentionFloor(IngestCounter counter)
{
    private ImmutableArray<RetentionClock> _clocks = [];

    /// <summary>Refuses what is too old by a further clock, until the result is disposed of.</summary>
    internal IDisposable Add(RetentionClock clock)
    {
        ImmutableInterlocked.Update(ref _clocks, static (list, added) => list.Add(added), clock);
        return new Removal(this, clock);
    }

    internal bool Refuses(in TimedMetric metric)
    {
        if (metric.TimeMicros >= FirstKept())
        {
            return false;
        }

        counter.TooOld(1);
        return true;
    }

    /// <summary>What is left of a batch.</summary>
    internal ReadOnlyMemory<TimedMetric> Keep(ReadOnlyMemory<TimedMetric> batch)
    {
        long first = FirstKept();
        int kept = 0;
        foreach (ref readonly TimedMetric metric in batch.Span)
        {
            kept += metric.TimeMicros >= first ? 1 : 0;
        }

        if (kept == batch.Length)
        {
            return batch;
        }

        counter.TooOld(batch.Length - kept);
        var left = new TimedMetric[kept];
        kept = 0;
        foreach (ref readonly TimedMetric metric in batch.Span)
        {
            if (metric.TimeMicros >= first)
            {
                left[kept++] = metric;
            }
        }

        return left;
    }

    /// <summary>What is left of a batch of columns.</summary>
    internal ColumnBatch Keep(ColumnBatch batch)
    {
        long first = FirstKept();
        if (first == long.MinValue || batch.TimestampsMicros.IsEmpty)
        {
            return batch;
        }

        ReadOnlySpan<long> times = batch.TimestampsMicros.Span;
        var rows = new List<int>();
        for (int i = 0; i < times.Length; i++)
        {
            if (times[i] >= first)
            {
                rows.Add(i);
            }
        }

        if (rows.Count == batch.Count)
        {
            return batch;
        }

        counter.TooOld(batch.Count - rows.Count);
        return RowChoice.Take(batch, [.. rows]);
    }

    private long FirstKept()
    {
        long first = long.MinValue;
        foreach (RetentionClock clock in _clocks)
        {
            if (clock.Cutoff() is { } cutoff)
            {
                first = Math.Max(first, UnixMicros.From(cutoff));
            }
        }

        return first;
    }

    private sealed class Removal(RetentionFloor owner, RetentionClock clock) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref owner._clocks, static (list, removed) => list.Remove(removed), clock);
    }
}
