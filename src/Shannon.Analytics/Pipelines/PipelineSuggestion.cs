using Shannon.Analytics.Pipelines.Persistence;

namespace Shannon.Analytics.Pipelines;

/// <summary>Something that would make a pipeline quicker, by what was measured. Immutable.</summary>
public sealed record PipelineSuggestion
{
    /// <summary>What it is about.</summary>
    public required PipelineSuggestionKind Kind { get; init; }

    /// <summary>The name of the stage that it is about.</summary>
    public required string Stage { get; init; }

    /// <summary>What to do.</summary>
    public required string Suggestion { get; init; }

    /// <summary>The figures that speak for it.</summary>
    public required string Reason { get; init; }

    /// <summary>The share of the working time of all stages together that it would save, 0 to 1: an estimate, as if what comes were like what came.</summary>
    public required double EstimatedGain { get; init; }

    /// <summary>The change to the definition; <see langword="null"/> where no definition can help.</summary>
    public PipelinePatch? Patch { get; init; }

    /// <summary>The suggestion as JSON: <c>stage</c>, <c>suggestion</c>, <c>reason</c>, <c>estimated_gain</c>, <c>patch</c>.</summary>
    public string ToJson() => SuggestionJson.Write(this);

    /// <summary>The suggestion as JSON.</summary>
    public override string ToString() => ToJson();
}
