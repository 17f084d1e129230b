using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Pipelines;

/// <summary>What is known of a session.</summary>
public sealed record SessionContext
{
    /// <summary>Its user, if known.</summary>
    public string? UserId { get; init; }

    /// <summary>Its project, if known.</summary>
    public string? Project { get; init; }

    /// <summary>Its model, if known.</summary>
    public string? Model { get; init; }

    /// <summary>What else is known, such as the metadata it was started with.</summary>
    public AttributeSet Attributes { get; init; } = [];
}
