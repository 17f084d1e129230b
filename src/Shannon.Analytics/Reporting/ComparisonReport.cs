using System.Text.Json.Serialization;
using Shannon.Analytics.Reporting.Comparisons;
using Shannon.Analytics.Reporting.Composing;
using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Reporting;

/// <summary>Two periods side by side, read from one snapshot, and which differences are no chance. An empty period is no failure.</summary>
public sealed record ComparisonReport : Report
{
    /// <inheritdoc/>
    public override string ReportType => "comparison";

    /// <summary>The first period.</summary>
    [JsonPropertyName("period1")]
    public required PeriodFigures Period1 { get; init; }

    /// <summary>The second period.</summary>
    [JsonPropertyName("period2")]
    public required PeriodFigures Period2 { get; init; }

    /// <summary>The metrics asked for, by their word such as <c>sessions</c>.</summary>
    public required IReadOnlyDictionary<string, ComparisonChange> Changes { get; init; }

    /// <summary>Models, users, projects, tools and types of errors: those that are new or gone first, then those whose cost changed most.</summary>
    public required IReadOnlyList<EntryChange> Entries { get; init; }

    /// <summary>How a metric changed.</summary>
    /// <param name="metric">Which.</param>
    /// <exception cref="KeyNotFoundException">It was not asked for.</exception>
    public ComparisonChange this[ComparisonMetric metric] => Changes.TryGetValue(ComparisonBuilder.WordOf(metric), out ComparisonChange? change)
        ? change
        : throw new KeyNotFoundException($"The report does not compare {metric}. Name it in Metrics of the request.");

    /// <inheritdoc/>
    public override string ToJson() => ReportJson.Write(this);

    /// <inheritdoc/>
    public override ReportDocument ToDocument(ReportPresentation presentation) => ComparisonComposer.Compose(this, presentation);
}
