namespace Shannon.Analytics.Pipelines.Running;

/// <summary>A stage that looks at one record after the other, without waiting for anything but what it fetches for the whole batch before.</summary>
internal abstract class RecordStep : StageStep
{
    internal sealed override async ValueTask<long> ProcessAsync(PipelineBatch batch, StageScope scope, CancellationToken cancellationToken)
    {
        await PrepareAsync(batch, scope, cancellationToken).ConfigureAwait(false);
        BatchCounts counts = default;
        List<FailedRecord>? failed = Run(batch, scope.Index, ref counts);
        scope.Meter.Add(counts);
        if (failed is not null)
        {
            await scope.FailAsync(scope, failed).ConfigureAwait(false);
        }

        return counts.In;
    }

    /// <summary>Fetches what the batch needs; must not throw for a single record's sake.</summary>
    internal virtual ValueTask PrepareAsync(PipelineBatch batch, StageScope scope, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    internal abstract StageDecision Process(PipelineRecord record);

    private List<FailedRecord>? Run(PipelineBatch batch, int index, ref BatchCounts counts)
    {
        List<FailedRecord>? failed = null;
        int kept = 0;
        for (int i = 0; i < batch.Count; i++)
        {
            PipelineRecord record = batch[i];
            if (record.NextStage > index)
            {
                batch[kept++] = record;
                continue;
            }

            counts.In++;
            var before = new RecordState(record);
            try
            {
                if (before.Count(record, Process(record), ref counts))
                {
                    batch[kept++] = record;
                }
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                (failed ??= []).Add(new FailedRecord(record, error));
            }
        }

        batch.Truncate(kept);
        return failed;
    }
}
