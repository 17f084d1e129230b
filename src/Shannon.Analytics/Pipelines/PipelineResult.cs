using Shannon.Analytics.Pipelines.Persistence;

namespace Shannon.Analytics.Pipelines;

/// <summary>
/// What became of the records of one run, so far or at its end: <see cref="Received"/> = <see cref="Processed"/> + <see cref="Dropped"/> + <see cref="Errors"/> +
/// <see cref="Unprocessed"/>. Immutable.
/// </summary>
public sealed record PipelineResult
{
    /// <summary>The pipeline's id.</summary>
    public required string PipelineId { get; init; }

    /// <summary>Records taken from the source.</summary>
    public long Received { get; init; }

    /// <summary>Records that reached the end, also those that are invalid but kept.</summary>
    public long Processed { get; init; }

    /// <summary>Records that broke a stage; each is among the dead letters.</summary>
    public long Errors { get; init; }

    /// <summary>Records that a stage found invalid; they are counted as processed or dropped as well.</summary>
    public long Invalid { get; init; }

    /// <summary>Records that a stage left out.</summary>
    public long Dropped { get; init; }

    /// <summary>Records that are still on their way or, at the end of a run that was cancelled or stopped, were given up.</summary>
    public long Unprocessed { get; init; }

    /// <summary>Of the records that went through the storage stage: not stored, because the store has one of the same key and at least their rank.</summary>
    public long Duplicates { get; init; }

    /// <summary>Of the records that went through the storage stage: not stored, because they are older than records are kept.</summary>
    public long TooOld { get; init; }

    /// <summary>How long the run took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>What became of them at each stage, in order.</summary>
    public IReadOnlyList<StageCounts> Stages { get; init; } = [];

    /// <summary>The result as JSON with snake_case keys.</summary>
    public string ToJson() => ResultJson.Write(this);

    /// <summary>The result as JSON.</summary>
    public override string ToString() => ToJson();
}
