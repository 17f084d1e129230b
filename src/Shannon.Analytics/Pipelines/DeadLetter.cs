namespace Shannon.Analytics.Pipelines;

/// <summary>A record that broke a stage. Immutable.</summary>
public sealed record DeadLetter
{
    /// <summary>Its id; ids rise with time.</summary>
    public required string Id { get; init; }

    /// <summary>The pipeline.</summary>
    public required string PipelineId { get; init; }

    /// <summary>The stage that the record broke.</summary>
    public required string Stage { get; init; }

    /// <summary>Why, without what the record holds: our own message, or the type of what a custom stage threw.</summary>
    public required string Reason { get; init; }

    /// <summary>When it last failed, in UTC.</summary>
    public required DateTimeOffset FailedAt { get; init; }

    /// <summary>How often it failed, from 1.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>
    /// The record as it came to the stage, as JSON or, where it was none, as the text that came; <see langword="null"/> for text that the store's filters could not be
    /// applied to, which is therefore not kept and cannot be replayed.
    /// </summary>
    public string? Record { get; init; }
}
