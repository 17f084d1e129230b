using Shannon.Analytics.Reporting.Comparisons;
using Shannon.Analytics.Reporting.Documents;
using static Shannon.Analytics.Reporting.Composing.Layout;

namespace Shannon.Analytics.Reporting.Composing;

/// <summary>Lays out a comparison.</summary>
internal static class ComparisonComposer
{
    internal static ReportDocument Compose(ComparisonReport report, ReportPresentation presentation)
    {
        ComparisonChange[] changes = [.. report.Changes.Values];
        string[] news = [.. changes.Where(static change => change.IsSignificant == true).Select(static change => $"{Label(change)} {(change.After > change.Before ? "up" : "down")}")];
        return Document(
            report,
            presentation,
            "Comparison of two periods",
            [
                Section(
                    "changes",
                    "What changed",
                    news.Length == 0 ? "No difference that is more than chance, or too little to tell." : $"More than chance: {string.Join(", ", news)}.",
                    KeyFigures("figures", [.. changes.Select(Headline)]),
                    Table(
                        "changes",
                        "Differences",
                        changes,
                        [
                            Column("metric", "Metric", ReportValueKind.Text),
                            Column("before", "Before", ReportValueKind.Number),
                            Column("after", "After", ReportValueKind.Number),
                            Column("absolute", "Difference", ReportValueKind.Number),
                            Column("relative", "Change", ReportValueKind.Percent),
                            Column("relative_per_day", "Change per day", ReportValueKind.Percent),
                            Column("direction", "Direction", ReportValueKind.Text),
                            Column("p_value", "p-value", ReportValueKind.Number),
                            Column("significant", "More than chance", ReportValueKind.Boolean),
                        ],
                        static change =>
                        [
                            ReportValue.Text(Label(change)), Value(change, change.Before), Value(change, change.After), Value(change, change.Absolute), ReportValue.Percent(change.Relative),
                            ReportValue.Percent(change.RelativePerDay), ReportValue.Text(change.Direction.ToString().ToLowerInvariant()), ReportValue.Number(change.PValue), ReportValue.Boolean(change.IsSignificant),
                        ])),
                Section(
                    "entries",
                    "New, gone and changed",
                    null,
                    Table(
                        "entries",
                        "Models, users, projects, tools, errors",
                        Named(report.Entries),
                        [
                            Column("kind", "Kind", ReportValueKind.Text),
                            Column("name", "Name", ReportValueKind.Text),
                            Column("direction", "Direction", ReportValueKind.Text),
                            Column("before", "Records before", ReportValueKind.Count),
                            Column("after", "Records after", ReportValueKind.Count),
                            Column("cost_before", "Cost before", ReportValueKind.Money),
                            Column("cost_after", "Cost after", ReportValueKind.Money),
                        ],
                        static entry =>
                        [
                            ReportValue.Text(Words.Sentence(entry.Kind.Replace('_', ' '))), ReportValue.Text(entry.Name), ReportValue.Text(entry.Direction.ToString().ToLowerInvariant()),
                            ReportValue.Count(entry.Before), ReportValue.Count(entry.After), ReportValue.Money(entry.CostBefore), ReportValue.Money(entry.CostAfter),
                        ])),
                Section(
                    "periods",
                    "The periods",
                    null,
                    Table(
                        "periods",
                        "Figures of both periods",
                        [("First", report.Period1), ("Second", report.Period2)],
                        [
                            Column("period", "Period", ReportValueKind.Text), Column("start", "From", ReportValueKind.Time), Column("end", "To", ReportValueKind.Time),
                            Column("sessions", "Sessions", ReportValueKind.Count), Column("prompts", "Prompts", ReportValueKind.Count), Column("tokens", "Tokens", ReportValueKind.Count),
                            Column("cost", "Cost", ReportValueKind.Money), Column("errors", "Errors", ReportValueKind.Count), Column("average_response_time", "Mean response time", ReportValueKind.Duration),
                            Column("p95_response_time", "95 % within", ReportValueKind.Duration), Column("cache_hit_share", "Cache hits", ReportValueKind.Percent),
                        ],
                        static row =>
                        [
                            ReportValue.Text(row.Item1), ReportValue.Time(row.Item2.Range.Start), ReportValue.Time(row.Item2.Range.End), ReportValue.Count(row.Item2.Sessions), ReportValue.Count(row.Item2.Prompts),
                            ReportValue.Count(row.Item2.Tokens), ReportValue.Money(row.Item2.Cost), ReportValue.Count(row.Item2.Errors), ReportValue.Seconds(row.Item2.AverageResponseTime),
                            ReportValue.Seconds(row.Item2.P95ResponseTime), ReportValue.Percent(row.Item2.CacheHitShare),
                        ])),
            ]);
    }

    // Where no record says who it was, "unknown" is no entry.
    private static EntryChange[] Named(IReadOnlyList<EntryChange> entries) =>
        [.. entries.Where(entry => entry.Name != UsageEntry.Unknown || entries.Any(other => other.Kind == entry.Kind && other.Name != UsageEntry.Unknown))];

    private static string Label(ComparisonChange change) => Words.Label(ComparisonBuilder.WordOf(change.Metric));

    private static ReportValue Value(ComparisonChange change, double? value) => change.Metric switch
    {
        ComparisonMetric.Cost => Words.Value(ReportValueKind.Money, value),
        ComparisonMetric.Performance => ReportValue.Seconds(value),
        _ => Words.Value(ReportValueKind.Number, value),
    };

    // Of periods of different length only what happened per day can be compared. Chance is coloured neither way.
    private static KeyFigure Headline(ComparisonChange change)
    {
        double? relative = change.Metric == ComparisonMetric.Performance ? change.Relative : change.RelativePerDay;
        bool more = change.After > change.Before;
        ChangeTone tone = change.IsSignificant != true || change.Metric is ComparisonMetric.Sessions or ComparisonMetric.Prompts or ComparisonMetric.Tokens
            ? ChangeTone.Neutral
            : more ? ChangeTone.Bad : ChangeTone.Good;
        return Figure(ComparisonBuilder.WordOf(change.Metric), Label(change), Value(change, change.After)) with
        {
            Change = relative is null ? null : new FigureChange { Amount = ReportValue.Percent(relative), Tone = tone, Against = change.Metric == ComparisonMetric.Performance ? "vs the first period" : "per day vs the first period" },
            Note = change.Direction == ChangeDirection.New ? "nothing in the first period" : null,
        };
    }
}
