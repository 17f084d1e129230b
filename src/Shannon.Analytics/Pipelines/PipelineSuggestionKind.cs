namespace Shannon.Analytics.Pipelines;

/// <summary>What a <see cref="PipelineSuggestion"/> is about.</summary>
public enum PipelineSuggestionKind
{
    /// <summary>One stage takes most of the time; only its author can make it quicker, so there is no patch.</summary>
    SlowStage,

    /// <summary>A larger batch spreads the fixed cost of a commit over more records.</summary>
    BatchSize,

    /// <summary>A stage that drops records stands behind stages that work on them in vain.</summary>
    Order,

    /// <summary>A stage has not changed or dropped a single record.</summary>
    UselessStage,
}
