using System.Globalization;
using ClaudeUsage.CommandLine;
using ClaudeUsage.Output;
using ClaudeUsage.Totals;

namespace ClaudeUsage.Watch;

/// <summary>Shows usage as it is now: on a terminal in place of what stood there, in a pipe below it.</summary>
internal sealed class WatchScreen(UsageHost host, bool noColour)
{
    private const int Rows = 8;
    private const string Clear = "\u001b[2J";
    private const string Home = "\u001b[H";
    private const string ClearToEndOfLine = "\u001b[K";
    private const string ClearBelow = "\u001b[J";
    private readonly bool _inPlace = UsageConsole.UsesColour(host, noColour);
    private bool _isCleared;

    /// <summary>Shows the table in one write, so that it does not flicker.</summary>
    public void Show(UsageReport report, ReportContext context)
    {
        using var text = new StringWriter { NewLine = host.Out.NewLine };
        Print(UsageConsole.ReportWriter(host with { Out = text }, noColour), report, context);
        host.Out.Write(_inPlace
            ? (_isCleared ? string.Empty : Clear) + Home + text.ToString().Replace("\n", ClearToEndOfLine + "\n", StringComparison.Ordinal) + ClearBelow
            : text + host.Out.NewLine);
        host.Out.Flush();
        _isCleared = true;
    }

    private void Print(IReportWriter writer, UsageReport report, ReportContext context)
    {
        string now = host.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        writer.Heading($"Claude Code usage{ReportPrinter.Dates(context.Options)}, as of {now} UTC · Ctrl+C ends");
        (int between, int edges) = writer.Frame;
        foreach (TableText table in TableLayout.Fit([.. Tables(report, context.Options.By)], host.Width, between, edges))
        {
            writer.Blank();
            writer.Table(table);
        }

        writer.Blank();
        if (report.Latest is { } latest)
        {
            ReportPrinter.PrintTotals(writer, context, report);
            writer.Line(SummaryLabels.Latest, Describe(latest));
            ReportPrinter.PrintUnpriced(writer, context, report);
        }
        else
        {
            writer.Line(SummaryLabels.Total, context.Source.Paths.Count == 0
                ? "no transcripts yet; they are shown as soon as Claude Code writes some, or give a path if yours are elsewhere"
                : "no usage yet; it is shown as soon as Claude Code answers");
        }

        ReportPrinter.PrintSkipped(writer, context.Import);
    }

    /// <summary>The sessions used last, unless other tables were asked for.</summary>
    private static IEnumerable<UsageTable> Tables(UsageReport report, Breakdowns? by)
    {
        if (by is not null)
        {
            return UsageTable.Of(report, by);
        }

        return report.Sessions.Count == 0
            ? []
            : [new UsageTable { Breakdown = Breakdowns.Session, Rows = [.. report.Sessions.TakeLast(Rows)], HiddenRows = Math.Max(0, report.Sessions.Count - Rows), Totals = report.Totals }];
    }

    private static string Describe(in UsageEntry entry)
    {
        string cost = entry.Cost is { } known ? NumberText.Cost(known, unpricedRequests: 0) : "cost unknown";
        string at = entry.Timestamp.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return $"{at} UTC · {CellText.Sanitise(entry.Model)} in {CellText.Sanitise(entry.Project)} · {NumberText.Tokens((Int128)entry.Tokens.TotalInput + entry.Tokens.Output)} tokens · {cost}";
    }
}
