namespace Shannon.Analytics.Pipelines.Running;

/// <summary>The work of one stage in one run. One batch at a time; not thread-safe.</summary>
internal abstract class StageStep
{
    /// <summary>Up to how many records of waiting batches are worked on together; 0 for a batch at a time.</summary>
    internal virtual int MostTogether => 0;

    /// <summary>Works on a batch, leaves in it what goes on, counts, and hands on what broke the stage.</summary>
    /// <returns>How many records it worked on; those that were only passed on are not among them.</returns>
    internal abstract ValueTask<long> ProcessAsync(PipelineBatch batch, StageScope scope, CancellationToken cancellationToken);
}
