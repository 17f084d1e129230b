using System.Globalization;
using Shannon.Analytics.Reporting.Costs;
using Shannon.Analytics.Reporting.Documents;
using Shannon.Analytics.Reporting.Figures;
using Shannon.Analytics.Storage.Queries;
using static Shannon.Analytics.Reporting.Composing.Layout;

namespace Shannon.Analytics.Reporting.Composing;

/// <summary>Lays out a cost report.</summary>
internal static class CostComposer
{
    private const int MostDays = 100;

    internal static ReportDocument Compose(CostReport report, ReportPresentation presentation) => Document(
        report,
        presentation,
        "Cost",
        [
            Total(report),
            Breakdown(report),
            report.Projections is { } projections ? Projections(projections) : null,
            report.Blocks is { Count: > 0 } blocks ? Blocks(blocks) : null,
            report.RateLimits.Count > 0 ? Limits(report.RateLimits) : null,
        ]);

    private static ReportSection Total(CostReport report) => Section(
        "total",
        "Total",
        null,
        KeyFigures(
            "figures",
            Figure("total_cost", "Cost", ReportValue.Money(report.TotalCost)),
            Figure("reported_cost", "Reported", ReportValue.Money(report.Total.ReportedCost), note: "by the source itself"),
            Figure("computed_cost", "Computed", ReportValue.Money(report.Total.ComputedCost), note: "from tokens and list prices"),
            Figure("requests", "Requests", ReportValue.Count(report.Total.Requests)),
            Figure("tokens", "Tokens", ReportValue.Count(report.Total.Tokens)),
            Figure("cache_hit_share", "Cache hits", ReportValue.Percent(report.Total.CacheHitShare), note: "of input tokens"),
            Figure("unpriced_tokens", "Unpriced", ReportValue.Count(report.Total.UnpricedTokens), "tokens")),
        report.Unpriced.Count > 0
            ? Note("unpriced_note", TextTone.Warning, $"The cost of {FigureText.Count(report.Total.UnpricedTokens)} tokens is not known and not part of any sum below.")
            : null,
        Table(
            "unpriced",
            "Tokens without a price",
            report.Unpriced,
            [Column("model", "Model", ReportValueKind.Text), Column("reason", "Why", ReportValueKind.Text), Column("requests", "Requests", ReportValueKind.Count), Column("tokens", "Tokens", ReportValueKind.Count)],
            static usage => [ReportValue.Text(usage.Model), ReportValue.Text(ReasonOf(usage)), ReportValue.Count(usage.Requests), ReportValue.Count(usage.Tokens)]),
        Table(
            "price_versions",
            "Prices behind computed costs",
            report.PriceVersions,
            [Column("version", "Price version", ReportValueKind.Text), Column("cost", "Computed with it", ReportValueKind.Money)],
            static version => [ReportValue.Text(version.Version), ReportValue.Money(version.Cost)]),
        Note("price_note", TextTone.Note, $"Computed with prices of version {report.PriceVersion}, where not computed earlier. Computed costs are list prices, not your bill."));

    private static ReportSection Breakdown(CostReport report) => Section(
        "breakdown",
        "Breakdown",
        "Each table adds up to the total.",
        report.Breakdown.SelectMany(pair =>
        {
            string label = Words.Label(pair.Key);
            ChartBlock? chart = pair.Key is "day" ? DayChart(pair.Value, report.Zone) : CostChart("cost_by_" + pair.Key, $"Cost by {pair.Key}", label, pair.Value);
            return new ReportBlock?[] { chart, UsageTables.Of(pair.Key, label, $"By {pair.Key}", pair.Value, report.Total, pair.Key is "day" ? MostDays : MostShown) };
        }));

    // On a time axis, so that days without use are gaps.
    private static ChartBlock? DayChart(IReadOnlyList<UsageEntry> days, TimeZoneInfo zone) => days.Count < 2 ? null : new ChartBlock
    {
        Key = "cost_by_day",
        Title = "Cost by day",
        Kind = ChartKind.Bar,
        XAxis = new ChartAxis { Title = "Day" },
        YAxis = new ChartAxis { Title = "Cost", Kind = ReportValueKind.Money },
        Series = [new ChartSeries { Key = "cost", Label = "Cost", Points = [.. days.Select(day => ChartPoint.At(Midnight(day.Name, zone), (double)day.Cost))] }],
    };

    private static DateTimeOffset Midnight(string day, TimeZoneInfo zone)
    {
        DateTime noon = DateTime.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddHours(12);
        return (TimeBucket.Day with { Zone = zone }).StartOf(new DateTimeOffset(noon, zone.GetUtcOffset(noon)));
    }

    private static ReportSection Projections(CostProjections projections) => Section(
        "projections",
        "Projections",
        null,
        KeyFigures(
            "figures",
            Figure("daily_average", "Per day", ReportValue.Money(projections.DailyAverage), note: FormattableString.Invariant($"{projections.ActiveDays} of {Math.Ceiling(projections.Days):0} days with any cost")),
            Figure("month_to_date", "This month so far", ReportValue.Money(projections.MonthToDate), note: projections.MonthIsComplete ? null : "without its beginning, which the report does not cover")),
        Table(
            "projections",
            "If things go on like this",
            [("End of the month", projections.MonthEnd), ("30 days", projections.Next30Days), ("A year", projections.NextYear)],
            [Column("horizon", "Until", ReportValueKind.Text), Column("amount", "Expected", ReportValueKind.Money), Column("lower", "At least", ReportValueKind.Money), Column("upper", "At most", ReportValueKind.Money)],
            static row => [ReportValue.Text(row.Item1), ReportValue.Money(row.Item2.Amount), ReportValue.Money(row.Item2.Lower), ReportValue.Money(row.Item2.Upper)]),
        Note("note", TextTone.Note, "The daily average carried on; in 95 of 100 cases between the ends, if days go on to vary as they did."));

    private static ReportSection Blocks(IReadOnlyList<BillingBlock> blocks)
    {
        // Only the present block has an end to look forward to.
        bool anyActive = blocks[^1].IsActive;
        return Section(
            "blocks",
            "Billing blocks",
            blocks[^1] is { IsActive: true, ProjectedCost: { } cost } ? $"The present block is on its way to {FigureText.Money(cost)}." : null,
            Table(
                "blocks",
                "Blocks of five hours",
                [.. blocks.Reverse()],
                [
                    Column("start", "From", ReportValueKind.Time),
                    Column("last_activity", "Last activity", ReportValueKind.Time),
                    Column("active", "Active", ReportValueKind.Boolean),
                    Column("requests", "Requests", ReportValueKind.Count),
                    Column("tokens", "Tokens", ReportValueKind.Count),
                    Column("cost", "Cost", ReportValueKind.Money),
                    Column("tokens_per_minute", "Tokens per minute", ReportValueKind.Number),
                    Column("cost_per_hour", "Cost per hour", ReportValueKind.Money),
                    .. anyActive ? [Column("projected_tokens", "Tokens at its end", ReportValueKind.Count), Column("projected_cost", "Cost at its end", ReportValueKind.Money)] : Array.Empty<TableColumn>(),
                    Column("models", "Models", ReportValueKind.Text),
                ],
                block =>
                [
                    ReportValue.Time(block.Start), ReportValue.Time(block.LastActivity), ReportValue.Boolean(block.IsActive), ReportValue.Count(block.Usage.Requests), ReportValue.Count(block.Usage.Tokens),
                    ReportValue.Money(block.Usage.Cost), ReportValue.Number(block.TokensPerMinute), ReportValue.Money(block.CostPerHour),
                    .. anyActive ? [ReportValue.Count(block.ProjectedTokens), ReportValue.Money(block.ProjectedCost)] : Array.Empty<ReportValue>(),
                    ReportValue.Text(string.Join(", ", block.Models)),
                ]));
    }

    private static ReportSection Limits(IReadOnlyList<RateLimitWindow> limits) => Section(
        "rate_limits",
        "Limits of the subscription",
        null,
        Table(
            "rate_limits",
            "As last reported",
            limits,
            [Column("type", "Limit", ReportValueKind.Text), Column("utilization", "Used", ReportValueKind.Percent), Column("peak", "At most", ReportValueKind.Percent), Column("resets_at", "Begins anew", ReportValueKind.Time)],
            static limit => [ReportValue.Text(limit.Type), ReportValue.Percent(limit.Utilization), ReportValue.Percent(limit.PeakUtilization), ReportValue.Time(limit.ResetsAt)]));

    private static string ReasonOf(UnpricedUsage usage) => usage.Reason is { } reason
        ? Words.Sentence(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString()).Replace('_', ' '))
        : "Not reported";
}
