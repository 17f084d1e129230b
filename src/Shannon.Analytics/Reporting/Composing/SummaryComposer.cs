using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting.Documents;
using Shannon.Analytics.Reporting.Figures;
using Shannon.Analytics.Reporting.Recommendations;
using Shannon.Analytics.Reporting.Summaries;
using Shannon.Analytics.Reporting.Trends;
using static Shannon.Analytics.Reporting.Composing.Layout;

namespace Shannon.Analytics.Reporting.Composing;

/// <summary>Lays out a summary.</summary>
internal static class SummaryComposer
{
    internal static ReportDocument Compose(SummaryReport report, ReportPresentation presentation) => Document(
        report,
        presentation,
        "Usage summary",
        [
            report.Overview is { } overview ? Overview(overview) : null,
            report.Performance is { } performance ? Performance(performance) : null,
            report.Usage is { } usage ? Usage(usage) : null,
            report.Errors is { } errors ? Errors(errors) : null,
            report.Trends is { } trends ? Trends(trends) : null,
            report.Recommendations is { } recommendations ? Advice(recommendations) : null,
        ]);

    private static ReportSection Overview(OverviewSection overview) => Section(
        "overview",
        "Overview",
        lead: null,
        KeyFigures(
            "figures",
            Figure("total_cost", "Cost", ReportValue.Money(overview.TotalCost), note: overview.UnpricedTokens > 0 ? $"without {FigureText.Count(overview.UnpricedTokens)} tokens of unknown price" : null),
            Figure("total_tokens", "Tokens", ReportValue.Count(overview.TotalTokens)),
            Figure("total_sessions", "Sessions", ReportValue.Count(overview.TotalSessions)),
            Figure("total_prompts", "Prompts", ReportValue.Count(overview.TotalPrompts)),
            Figure("total_requests", "Requests", ReportValue.Count(overview.TotalRequests), note: "responses of a model"),
            Known("total_users", "Users", overview.TotalUsers),
            Known("total_projects", "Projects", overview.TotalProjects),
            Figure("total_errors", "Errors", ReportValue.Count(overview.TotalErrors)),
            Figure("active_seconds", "Active time", ReportValue.Seconds(overview.ActiveSeconds), note: "five-minute stretches with any record"),
            Figure("response_seconds", "Time answering", ReportValue.Seconds(overview.ResponseSeconds), note: "all sessions added up"),
            Figure("first_activity", "First activity", ReportValue.Time(overview.FirstActivity)),
            Figure("last_activity", "Last activity", ReportValue.Time(overview.LastActivity))));

    // That no record names one does not mean that there was none.
    private static KeyFigure Known(string key, string label, long count) => Figure(key, label, count > 0 ? ReportValue.Count(count) : ReportValue.Missing, note: count > 0 ? null : "not recorded");

    private static ReportSection Performance(PerformanceSection performance) => Section(
        "performance",
        "Performance",
        performance.Prompts == 0 ? "No prompts with a response time in this range." : null,
        KeyFigures(
            "figures",
            Figure("average_response_time", "Mean response time", ReportValue.Seconds(performance.AverageResponseTime)),
            Figure("median_response_time", "Median", ReportValue.Seconds(performance.MedianResponseTime)),
            Figure("p95_response_time", "95 % within", ReportValue.Seconds(performance.P95ResponseTime)),
            Figure("p99_response_time", "99 % within", ReportValue.Seconds(performance.P99ResponseTime)),
            Figure("average_time_to_first_token", "Mean time to first token", ReportValue.Seconds(performance.AverageTimeToFirstToken)),
            Figure("tokens_per_second", "Output speed", ReportValue.Number(performance.TokensPerSecond), "tokens/s")),
        Table(
            "models",
            "Response time by model",
            performance.Models,
            [
                Column("model", "Model", ReportValueKind.Text),
                Column("prompts", "Prompts", ReportValueKind.Count),
                Column("average", "Mean", ReportValueKind.Duration),
                Column("median", "Median", ReportValueKind.Duration),
                Column("p95", "95 % within", ReportValueKind.Duration),
            ],
            static model => [ReportValue.Text(model.Name), ReportValue.Count(model.Prompts), ReportValue.Seconds(model.Average), ReportValue.Seconds(model.Median), ReportValue.Seconds(model.P95)]),
        Table(
            "slowest_prompts",
            "Slowest prompts",
            performance.SlowestPrompts,
            [
                Column("timestamp", "When", ReportValueKind.Time),
                Column("duration", "Took", ReportValueKind.Duration),
                Column("model", "Model", ReportValueKind.Text),
                Column("project", "Project", ReportValueKind.Text),
                Column("session_id", "Session", ReportValueKind.Text),
            ],
            static prompt => [ReportValue.Time(prompt.Timestamp), ReportValue.Seconds(prompt.Seconds), ReportValue.Text(prompt.Model), ReportValue.Text(prompt.Project), ReportValue.Text(prompt.SessionId)]));

    private static ReportSection Usage(UsageSection usage) => Section(
        "usage",
        "Usage",
        usage.Total.CacheHitShare is { } share ? $"{FigureText.Share(share)} of all input tokens were read from the prompt cache."
            : usage.Total.Requests == 0 && usage.Tools.Count == 0 ? "No tokens and no tools were used in this range." : null,
        CostChart("cost_by_model", "Cost by model", "Model", usage.Models),
        UsageTables.Of("models", "Model", "By model", usage.Models, usage.Total),
        UsageTables.Of("projects", "Project", "By project", usage.Projects, usage.Total),
        UsageTables.Of("users", "User", "By user", usage.Users, usage.Total),
        UsageTables.Of("branches", "Branch", "By branch", usage.Branches, usage.Total),
        usage.SubAgents.Count > 1 ? UsageTables.Of("sub_agents", "Agent", "By sub-agent", usage.SubAgents, usage.Total) : null,
        Table(
            "tools",
            "Tools",
            usage.Tools,
            [
                Column("tool", "Tool", ReportValueKind.Text),
                Column("uses", "Uses", ReportValueKind.Count),
                Column("failures", "Failures", ReportValueKind.Count),
                Column("failure_rate", "Failed", ReportValueKind.Percent),
                Column("total", "Time", ReportValueKind.Duration),
                Column("average", "Mean", ReportValueKind.Duration),
                Column("p95", "95 % within", ReportValueKind.Duration),
            ],
            static tool =>
            [
                ReportValue.Text(tool.Name), ReportValue.Count(tool.Uses), ReportValue.Count(tool.Failures), ReportValue.Percent(tool.FailureRate),
                ReportValue.Seconds(tool.TotalSeconds), ReportValue.Seconds(tool.AverageSeconds), ReportValue.Seconds(tool.P95Seconds),
            ]));

    private static ReportSection Errors(ErrorSection errors) => Section(
        "errors",
        "Errors",
        (errors.TotalErrors, errors.ToolFailures) switch
        {
            (0, 0) => "No errors in this range.",
            (0, 1) => "No errors were recorded, but one use of a tool failed.",
            (0, var failures) => $"No errors were recorded, but {FigureText.Count(failures)} uses of tools failed.",
            _ => null,
        },
        KeyFigures(
            "figures",
            Figure("total_errors", "Errors", ReportValue.Count(errors.TotalErrors)),
            Figure("error_rate", "Error rate", ReportValue.Percent(errors.ErrorRate), note: "errors per prompt and API call"),
            Figure("success_rate", "Succeeded", ReportValue.Percent(errors.SuccessRate), note: "of prompts, tools and API calls"),
            Figure("recoverable_share", "Recoverable", ReportValue.Percent(errors.RecoverableShare)),
            Figure("tool_failures", "Failed uses of tools", ReportValue.Count(errors.ToolFailures))),
        ErrorTable("by_type", "Type", "By type", errors.ByType),
        ErrorTable("by_severity", "Severity", "By severity", errors.BySeverity));

    private static TableBlock? ErrorTable(string key, string label, string title, IReadOnlyList<ErrorEntry> entries) => Table(
        key,
        title,
        entries,
        [
            Column("name", label, ReportValueKind.Text),
            Column("count", "Errors", ReportValueKind.Count),
            Column("share", "Share", ReportValueKind.Percent),
            Column("recoverable", "Recoverable", ReportValueKind.Count),
        ],
        static entry => [ReportValue.Text(entry.Name), ReportValue.Count(entry.Count), ReportValue.Percent(entry.Share), ReportValue.Count(entry.Recoverable)]);

    private static ReportSection Trends(IReadOnlyList<MetricTrend> trends)
    {
        string[] moving = [.. trends.Where(static trend => trend.IsSignificant).Select(static trend => $"{Words.Label(trend.Metric)} {(trend.Direction == TrendDirection.Rising ? "rising" : "falling")}")];
        return Section(
            "trends",
            "Trends",
            moving.Length == 0 ? "No trend that is more than chance." : $"More than chance: {string.Join(", ", moving)}.",
            [.. trends.Select(Chart), TrendTables.Table(trends)]);
    }

    private static ReportSection Advice(IReadOnlyList<Recommendation> recommendations) => Section(
        "recommendations",
        "Recommendations",
        recommendations.Count == 0 ? "Nothing stands out." : null,
        recommendations.Count == 0
            ? null
            : new RecommendationsBlock
            {
                Key = "recommendations",
                Items =
                [
                    .. recommendations.Select(static (found, i) => new RecommendationItem
                    {
                        Key = FormattableString.Invariant($"{found.Code}_{i + 1}"),
                        Title = found.Title,
                        Text = found.Text,
                        Evidence = [.. found.Evidence.Select(EvidenceFigure)],
                        Saving = ReportValue.Money(found.EstimatedSaving),
                    }),
                ],
            });

    private static KeyFigure EvidenceFigure(RecommendationEvidence evidence) => evidence.Unit switch
    {
        "usd" => Figure(evidence.Name, Words.Label(evidence.Name), Words.Value(ReportValueKind.Money, evidence.Value)),
        "share" => Figure(evidence.Name, Words.Label(evidence.Name), ReportValue.Percent(evidence.Value)),
        "seconds" => Figure(evidence.Name, Words.Label(evidence.Name.Replace("_seconds", "_time", StringComparison.Ordinal)), ReportValue.Seconds(evidence.Value)),
        "tokens" => Figure(evidence.Name, Words.Label(evidence.Name), Words.Value(ReportValueKind.Number, evidence.Value), "tokens"),
        _ => Figure(evidence.Name, Words.Label(evidence.Name), Words.Value(ReportValueKind.Number, evidence.Value)),
    };
}
