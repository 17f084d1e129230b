using Shannon.Analytics.Pipelines.Running;

namespace Shannon.Analytics.Pipelines.Persistence;

/// <summary>What a pipeline did over all runs, as it is kept. Not thread-safe.</summary>
internal sealed class PipelineTotals
{
    internal long Runs { get; set; }

    internal DateTimeOffset? LastRunAt { get; set; }

    internal long Received { get; set; }

    internal long Processed { get; set; }

    internal BatchCounts Counts;

    /// <summary>By the name of the stage.</summary>
    internal Dictionary<string, StageTally> Stages { get; } = new(StringComparer.Ordinal);

    internal StageTally TallyOf(string stage)
    {
        if (!Stages.TryGetValue(stage, out StageTally? tally))
        {
            Stages[stage] = tally = new StageTally();
        }

        return tally;
    }

    internal void Merge(PipelineTotals other)
    {
        Runs += other.Runs;
        LastRunAt = LastRunAt > other.LastRunAt ? LastRunAt : other.LastRunAt ?? LastRunAt;
        Received += other.Received;
        Processed += other.Processed;
        Counts.Add(other.Counts);
        foreach (var (stage, tally) in other.Stages)
        {
            TallyOf(stage).Merge(tally);
        }
    }
}
