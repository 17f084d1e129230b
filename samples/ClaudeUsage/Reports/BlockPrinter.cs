using System.Globalization;
using ClaudeUsage.Output;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Costs;

namespace ClaudeUsage.Reports;

/// <summary>Prints billing blocks.</summary>
internal static class BlockPrinter
{
    private static readonly string[] Headers = ["Block (UTC)", "Used for", "Requests", "Tokens", "Tokens/min", "Cost", "Cost/h", "State"];

    public static void Print(IReportWriter writer, CostReport report)
    {
        IReadOnlyList<BillingBlock> blocks = report.Blocks ?? [];
        writer.Heading("Claude Code billing blocks of five hours");
        if (blocks.Count == 0)
        {
            writer.Line(SummaryLabels.Total, "no usage in this time");
            return;
        }

        writer.Blank();
        writer.Table(ScreenTable.Of(Headers, [.. blocks.Select(Row)]));
        writer.Blank();
        if (blocks[^1] is { IsActive: true, ProjectedTokens: { } tokens, ProjectedCost: { } cost } active)
        {
            writer.Line("Now", FormattableString.Invariant($"{active.RemainingMinutes:0} minutes left; at this rate {NumberText.Tokens(tokens)} tokens and {NumberText.Cost(cost, 0)} at its end"));
        }

        writer.Line(SummaryLabels.Total, $"{NumberText.Cost(report.TotalCost, 0)} · {NumberText.Of(blocks.Count, "block")}");
    }

    private static IReadOnlyList<string> Row(BillingBlock block) =>
    [
        block.Start.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"{Math.Floor((block.LastActivity - block.FirstActivity).TotalHours)}:{(block.LastActivity - block.FirstActivity).Minutes:00} h"),
        NumberText.Count(block.Usage.Requests),
        NumberText.Tokens(block.Usage.Tokens),
        block.TokensPerMinute is { } rate ? NumberText.Tokens((Int128)rate) : "–",
        NumberText.Cost(block.Usage.Cost, block.Usage.UnpricedTokens > 0 ? 1 : 0),
        block.CostPerHour is { } cost ? NumberText.Cost(cost, 0) : "–",
        block.IsActive ? "active" : "over",
    ];
}
