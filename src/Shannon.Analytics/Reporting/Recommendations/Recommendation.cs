namespace Shannon.Analytics.Reporting.Recommendations;

/// <summary>Something that could be done better, with the figures that say so.</summary>
public sealed record Recommendation
{
    /// <summary>The rule that found it, such as <c>cache_misses</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What it is about: a model, a tool, a project; <see langword="null"/> for everything.</summary>
    public string? Subject { get; init; }

    /// <summary>What was found and what to do, in one line.</summary>
    public required string Title { get; init; }

    /// <summary>The finding in a few sentences, with its figures.</summary>
    public required string Text { get; init; }

    /// <summary>The figures behind it, each by name.</summary>
    public required IReadOnlyList<RecommendationEvidence> Evidence { get; init; }

    /// <summary>US dollars that it would have saved in the time of the report, estimated; <see langword="null"/> where it is not about money.</summary>
    public decimal? EstimatedSaving { get; init; }
}
