using Shannon.Analytics.Pipelines.Persistence;

namespace Shannon.Analytics.Pipelines;

/// <summary>What a pipeline has done over all runs, in all processes. Immutable.</summary>
public sealed record PipelineStats
{
    /// <summary>The pipeline's id.</summary>
    public required string PipelineId { get; init; }

    /// <summary>How many runs were begun.</summary>
    public long Runs { get; init; }

    /// <summary>How many of them go on in this engine.</summary>
    public int ActiveRuns { get; init; }

    /// <summary>When a run last was begun or went on, in UTC; <see langword="null"/> before the first.</summary>
    public DateTimeOffset? LastRunAt { get; init; }

    /// <summary>Records taken from sources.</summary>
    public long TotalReceived { get; init; }

    /// <summary>Records that reached the end.</summary>
    public long TotalProcessed { get; init; }

    /// <summary>Records that broke a stage.</summary>
    public long TotalErrors { get; init; }

    /// <summary>Records that a stage found invalid; they are counted as processed or dropped as well.</summary>
    public long TotalInvalid { get; init; }

    /// <summary>Records that a stage left out.</summary>
    public long TotalDropped { get; init; }

    /// <summary>Records still on their way, or given up by runs that were cancelled or stopped.</summary>
    public long TotalUnprocessed => TotalReceived - TotalProcessed - TotalErrors - TotalDropped;

    /// <summary>Dead letters that are kept now.</summary>
    public int DeadLetters { get; init; }

    /// <summary>Each stage of the definition, in order.</summary>
    public IReadOnlyList<StageStats> Stages { get; init; } = [];

    /// <summary>The figures as JSON with snake_case keys: <c>total_processed</c>, …, and the stages as <c>stage_stats</c>.</summary>
    public string ToJson() => ResultJson.Write(this);

    /// <summary>The figures as JSON.</summary>
    public override string ToString() => ToJson();
}
