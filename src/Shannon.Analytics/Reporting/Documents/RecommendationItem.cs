namespace Shannon.Analytics.Reporting.Documents;

/// <summary>One piece of advice.</summary>
public sealed record RecommendationItem
{
    /// <summary>A stable name for machines in snake_case; unique in its block.</summary>
    public required string Key { get; init; }

    /// <summary>What to do, in one line.</summary>
    public required string Title { get; init; }

    /// <summary>Why, and how, or <see langword="null"/> if the title says it all.</summary>
    public string? Text { get; init; }

    /// <summary>The figures it rests on.</summary>
    public required IReadOnlyList<KeyFigure> Evidence { get; init; }

    /// <summary>What it would save: usually money or time; <see cref="ReportValueKind.Missing"/> if that is unknown.</summary>
    public ReportValue Saving { get; init; }

    /// <summary>What the saving refers to, such as <c>per month</c>, or <see langword="null"/> for the period of the report.</summary>
    public string? SavingNote { get; init; }
}
