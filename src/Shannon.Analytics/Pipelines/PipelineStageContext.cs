using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Pipelines;

/// <summary>What a custom stage is told about where it works. Immutable.</summary>
public sealed record PipelineStageContext
{
    /// <summary>The pipeline's id.</summary>
    public required string PipelineId { get; init; }

    /// <summary>The stage's name in the pipeline.</summary>
    public required string StageName { get; init; }

    /// <summary>The definition's settings.</summary>
    public AttributeSet Settings { get; init; } = [];

    /// <summary>The store's clock.</summary>
    public required TimeProvider TimeProvider { get; init; }
}
