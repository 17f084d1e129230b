using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;

namespace Shannon.Analytics.Storage;

/// <summary>
/// The one step that every record passes on its way into a store: validated, filtered, validated again, frozen and dated. What comes in is
/// counted as offered; what is refused, with the rest of its batch, as rejected. Thread-safe.
/// </summary>
internal sealed class RecordGate(RecordFilters filters, TimeProvider timeProvider, IngestCounter counter)
{
    internal TimedMetric Pass(MetricInput metric)
    {
        counter.Offered(1);
        try
        {
            return Check(metric);
        }
        catch
        {
            counter.Rejected(1);
            throw;
        }
    }

    internal TimedMetric[] Pass(IReadOnlyList<MetricInput> batch)
    {
        int count = batch.Count;
        counter.Offered(count);
        try
        {
            if (count > MetricLimits.MaxBatchCount)
            {
                throw MetricValidator.TooMany(count);
            }

            long now = 0;
            var prepared = new TimedMetric[count];
            for (int i = 0; i < prepared.Length; i++)
            {
                MetricInput metric = batch[i] ?? throw new MetricValidationException("batch", "holds null.", i);
                prepared[i] = Check(metric, i, ref now);
            }

            return prepared;
        }
        catch
        {
            counter.Rejected(count);
            throw;
        }
    }

    internal ColumnBatch Pass(ColumnBatch batch)
    {
        int count = Math.Max(batch.Count, 0);
        counter.Offered(count);
        try
        {
            filters.ThrowIfMissing();
            MetricValidator.Validate(batch);
            if (!filters.IsEmpty)
            {
                batch = filters.Apply(batch);
                MetricValidator.Validate(batch);
                if (batch.Count != count)
                {
                    throw new InvalidOperationException(FormattableString.Invariant($"A record filter returned {batch.Count} rows for {count}; it must keep every row."));
                }
            }

            return batch;
        }
        catch
        {
            counter.Rejected(count);
            throw;
        }
    }

    /// <summary>The step itself, uncounted: for a producer whose buffer counts what waits in it.</summary>
    internal TimedMetric Check(MetricInput metric)
    {
        long now = 0;
        return Check(metric, null, ref now);
    }

    // now: the moment of the call, read from the clock when the first record of a batch needs it.
    private TimedMetric Check(MetricInput metric, int? index, ref long now)
    {
        filters.ThrowIfMissing();
        MetricValidator.Validate(metric, index);
        metric.Freeze();
        if (!filters.IsEmpty)
        {
            metric = filters.Apply(metric);
            MetricValidator.Validate(metric, index);
            metric.Freeze();
        }

        if (metric.Timestamp is { } time)
        {
            return new TimedMetric(metric, UnixMicros.From(time));
        }

        if (now == 0)
        {
            now = UnixMicros.Now(timeProvider);
        }

        return new TimedMetric(metric, now);
    }
}
