using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Pipelines.Running;

/// <summary>Stores records: what waits, in one commit.</summary>
internal sealed class StorageStep(StorageStage stage, IMetricStore store) : StageStep
{
    private readonly AppendOptions _options = stage.IsHistory ? AppendOptions.History : AppendOptions.Live;
    private long _duplicates;
    private long _tooOld;

    internal override int MostTogether => stage.BatchSize;

    internal long Duplicates => Interlocked.Read(ref _duplicates);

    internal long TooOld => Interlocked.Read(ref _tooOld);

    internal override async ValueTask<long> ProcessAsync(PipelineBatch batch, StageScope scope, CancellationToken cancellationToken)
    {
        var failed = new List<FailedRecord>();
        var taken = new List<PipelineRecord>(batch.Count);
        var metrics = new List<MetricInput>(batch.Count);
        Read(batch, scope.Index, taken, metrics, failed);
        BatchCounts counts = default;
        counts.In = taken.Count + failed.Count;
        try
        {
            await AppendAsync(taken, metrics, failed, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Withdrawn: nothing of it is stored.
            scope.Meter.Add(counts);
            throw;
        }

        Leave(batch, failed);
        counts.Out = counts.In - failed.Count;
        scope.Meter.Add(counts);
        if (failed.Count > 0)
        {
            await scope.FailAsync(scope, failed).ConfigureAwait(false);
        }

        return counts.In;
    }

    private static void Read(PipelineBatch batch, int index, List<PipelineRecord> taken, List<MetricInput> metrics, List<FailedRecord> failed)
    {
        foreach (PipelineRecord record in batch.Records)
        {
            if (record.NextStage > index)
            {
                continue;
            }

            try
            {
                metrics.Add(Keyed(record));
                taken.Add(record);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                failed.Add(new FailedRecord(record, error));
            }
        }
    }

    // A record that is replayed twice must be stored once.
    private static MetricInput Keyed(PipelineRecord record) =>
        record.Letter is { } letter && record.Metric.Key is null ? record.Metric with { Key = new RecordKey("pipeline-dead-letter/" + letter.Id) } : record.Metric;

    private async Task AppendAsync(List<PipelineRecord> taken, List<MetricInput> metrics, List<FailedRecord> failed, CancellationToken cancellationToken)
    {
        if (metrics.Count == 0)
        {
            return;
        }

        try
        {
            Count(await store.AppendBatchAsync(metrics, _options, cancellationToken).ConfigureAwait(false));
        }
        catch (MetricValidationException) when (RemoveInvalid(taken, metrics, failed))
        {
            // Nothing was stored for the sake of some: the others once more.
            await AppendAsync(taken, metrics, failed, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not (OutOfMemoryException or OperationCanceledException))
        {
            failed.AddRange(taken.Select(record => new FailedRecord(record, error)));
        }
    }

    private static bool RemoveInvalid(List<PipelineRecord> taken, List<MetricInput> metrics, List<FailedRecord> failed)
    {
        int kept = 0;
        for (int i = 0; i < metrics.Count; i++)
        {
            try
            {
                MetricValidator.Validate(metrics[i], null);
                (metrics[kept], taken[kept]) = (metrics[i], taken[i]);
                kept++;
            }
            catch (MetricValidationException error)
            {
                failed.Add(new FailedRecord(taken[i], error));
            }
        }

        bool removed = kept < metrics.Count;
        metrics.RemoveRange(kept, metrics.Count - kept);
        taken.RemoveRange(kept, taken.Count - kept);
        return removed;
    }

    private static void Leave(PipelineBatch batch, List<FailedRecord> failed)
    {
        if (failed.Count == 0)
        {
            return;
        }

        var gone = failed.Select(one => one.Record).ToHashSet(ReferenceEqualityComparer.Instance);
        int kept = 0;
        for (int i = 0; i < batch.Count; i++)
        {
            if (!gone.Contains(batch[i]))
            {
                batch[kept++] = batch[i];
            }
        }

        batch.Truncate(kept);
    }

    private void Count(AppendResult result)
    {
        Interlocked.Add(ref _duplicates, result.Duplicates);
        Interlocked.Add(ref _tooOld, result.TooOld);
    }
}
