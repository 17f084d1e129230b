using Shannon.Analytics.Pipelines.Running;

namespace Shannon.Analytics.Pipelines.Persistence;

/// <summary>Makes the figures that hosts see of the totals that are kept.</summary>
internal static class StatsReader
{
    internal static PipelineStats Read(Pipeline pipeline, PipelineTotals totals, IReadOnlyList<PipelineRun> active, int deadLetters) => new()
    {
        PipelineId = pipeline.Id,
        Runs = totals.Runs,
        ActiveRuns = active.Count,
        LastRunAt = totals.LastRunAt,
        TotalReceived = totals.Received,
        TotalProcessed = totals.Processed,
        TotalErrors = totals.Counts.Errors,
        TotalInvalid = totals.Counts.Invalid,
        TotalDropped = totals.Counts.Dropped,
        DeadLetters = deadLetters,
        Stages = [.. pipeline.Definition.Stages.Select(stage => Read(stage, totals.TallyOf(stage.Name), active))],
    };

    private static StageStats Read(StageDefinition stage, StageTally tally, IReadOnlyList<PipelineRun> active) => new()
    {
        Counts = tally.Counts.Of(stage),
        Batches = tally.Batches,
        BusyTime = TimeSpan.FromMicroseconds(tally.BusyMicros),
        P50Microseconds = tally.MicrosPerRecord.Quantile(0.5),
        P95Microseconds = tally.MicrosPerRecord.Quantile(0.95),
        QueueDepth = active.SelectMany(run => run.Meters).Where(meter => meter.Definition.Name == stage.Name).Sum(meter => meter.Waiting),
        MaxQueueDepth = tally.MaxQueueDepth,
    };
}
