namespace Shannon.Analytics.Pipelines.Running;

/// <summary>Calls a stage of the host's own.</summary>
internal sealed class CustomStep(IPipelineStage stage, PipelineStageContext context) : StageStep
{
    internal override async ValueTask<long> ProcessAsync(PipelineBatch batch, StageScope scope, CancellationToken cancellationToken)
    {
        BatchCounts counts = default;
        List<FailedRecord>? failed = null;
        int kept = 0;
        try
        {
            for (int i = 0; i < batch.Count; i++)
            {
                PipelineRecord record = batch[i];
                if (record.NextStage > scope.Index)
                {
                    batch[kept++] = record;
                    continue;
                }

                cancellationToken.ThrowIfCancellationRequested();
                counts.In++;
                var before = new RecordState(record);
                var asItCame = record.IsRead ? record.Metric : null;
                try
                {
                    if (before.Count(record, await stage.ProcessAsync(record, context, cancellationToken).ConfigureAwait(false), ref counts))
                    {
                        batch[kept++] = record;
                    }
                }
                catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                {
                    throw;
                }
                catch (Exception error) when (error is not OutOfMemoryException)
                {
                    record.Restore(asItCame);
                    (failed ??= []).Add(new FailedRecord(record, error));
                }
            }
        }
        finally
        {
            batch.Truncate(kept);
            scope.Meter.Add(counts);
            if (failed is not null)
            {
                await scope.FailAsync(scope, failed).ConfigureAwait(false);
            }
        }

        return counts.In;
    }
}
