using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Collection;

/// <summary>What a <see cref="MetricRecorder"/> records: everything but the number and the time.</summary>
public sealed record MetricRecorderOptions
{
    /// <summary>The metric's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its category; <see cref="MetricCategory.Custom"/> by default.</summary>
    public MetricCategory Category { get; init; } = MetricCategory.Custom;

    /// <summary>The measurement that takes the numbers; by default that of the category, such as <c>value</c>.</summary>
    public string? Measurement { get; init; }

    /// <summary>The session, if any.</summary>
    public string? SessionId { get; init; }

    /// <summary>The user, if known.</summary>
    public string? UserId { get; init; }

    /// <summary>The project, if known.</summary>
    public string? Project { get; init; }

    /// <summary>The model, if known.</summary>
    public string? Model { get; init; }

    /// <summary>Attributes of every record.</summary>
    public AttributeSet Attributes { get; init; } = [];
}
