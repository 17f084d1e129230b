using System.Globalization;
using ClaudeUsage.CommandLine;
using ClaudeUsage.Import;
using ClaudeUsage.Totals;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Pricing;

namespace ClaudeUsage.Output;

/// <summary>Prints a report for people: the tables, then what one has to know about them.</summary>
internal static class ReportPrinter
{
    private const int ListedFailures = 5;

    public static void Print(IReportWriter writer, int? width, ReportContext context, UsageReport report)
    {
        PrintHeading(writer, context);
        (int between, int edges) = writer.Frame;
        foreach (TableText table in TableLayout.Fit([.. UsageTable.Of(report, context.Options.By)], width, between, edges))
        {
            writer.Blank();
            writer.Table(table);
        }

        writer.Blank();
        PrintTotals(writer, context, report);
        PrintUnpriced(writer, context, report);
        PrintSkipped(writer, context.Import);
        writer.Line(SummaryLabels.Read, Read(context.Source, context.Import));
        writer.Line(SummaryLabels.Database, context.Database == UsageDatabase.InMemory ? "in memory; nothing was kept" : CellText.Sanitise(context.Database));
        writer.Line(SummaryLabels.Costs, Costs(context));
    }

    /// <summary>The time that is shown, with a blank before it; nothing for all time.</summary>
    public static string Dates(CommandLineOptions options) => (options.Since, options.Until) switch
    {
        (null, null) => string.Empty,
        ({ } since, null) => $" since {Moment(since, start: true)}",
        (null, { } until) => $" until {Moment(until, start: false)}",
        ({ } since, { } until) => $" from {Moment(since, start: true)} to {Moment(until, start: false)}",
    };

    private static void PrintHeading(IReportWriter writer, ReportContext context)
    {
        writer.Heading($"Claude Code usage{Dates(context.Options)}");
        switch (context.Source.Kind)
        {
            case SourceKind.Demo:
                writer.Heading(context.Options.Demo
                    ? "These are invented demo transcripts, not your usage."
                    : "No Claude Code transcripts were found on this machine: these are invented demo transcripts, not your usage. Give a path if yours are elsewhere.");
                break;
            case SourceKind.Database:
                writer.Heading("No Claude Code transcripts were found on this machine: this is what the database holds.");
                break;
        }
    }

    /// <summary>The line of sums.</summary>
    public static void PrintTotals(IReportWriter writer, ReportContext context, UsageReport report)
    {
        UsageTotals totals = report.Totals;
        if (totals.Requests == 0)
        {
            writer.Line(SummaryLabels.Total, context switch
            {
                { Source.Kind: SourceKind.Paths, Import.Files: 0 } => "no usage: no transcripts (*.jsonl) were found",
                { Options: { Since: null, Until: null } } => "no usage: these transcripts hold no response of a model",
                _ => "no usage in this time; leave out --since and --until to see everything",
            });
            return;
        }

        string cost = NumberText.Cost(totals.Cost, totals.UnpricedRequests);
        writer.Line(SummaryLabels.Total, $"{(totals.Cost is null ? "cost unknown" : cost)} · {NumberText.Tokens(totals.Tokens)} tokens · {NumberText.Of(totals.Requests, "request")} · {NumberText.Of(report.Sessions.Count, "session")} · {NumberText.Of(report.Projects.Count, "project")} · {Span(totals)}");
    }

    /// <summary>A line for each model without a price.</summary>
    public static void PrintUnpriced(IReportWriter writer, ReportContext context, UsageReport report)
    {
        bool display = context.Options.Mode == CostMode.Display;
        foreach (UsageGroup model in report.Unpriced)
        {
            string remedy = display ? "the transcripts report no cost; --mode auto computes it" : "no price is known; give one with --prices";
            writer.Line(SummaryLabels.Unpriced, $"{CellText.Sanitise(model.Name)}: {NumberText.Of(model.Totals.UnpricedRequests, "request")}, {NumberText.Tokens(model.Totals.UnpricedTokens)} tokens, in no cost above ({remedy})", warning: true);
        }
    }

    /// <summary>Lines for what could not be read, if there is any.</summary>
    public static void PrintSkipped(IReportWriter writer, TranscriptImportResult import)
    {
        var parts = new List<string>();
        if (import.MalformedLines > 0)
        {
            parts.Add(NumberText.Of(import.MalformedLines, "malformed line"));
        }

        if (import.OversizedLines > 0)
        {
            parts.Add(NumberText.Of(import.OversizedLines, "oversized line"));
        }

        if (import.UnknownLines.Count > 0)
        {
            string types = string.Join(", ", import.UnknownLines.OrderByDescending(type => type.Value).ThenBy(type => type.Key, StringComparer.Ordinal).Select(type => $"{CellText.Sanitise(type.Key)} {NumberText.Count(type.Value)}"));
            parts.Add($"{NumberText.Of(import.UnknownLines.Values.Sum(), "line")} of unknown type ({types})");
        }

        if (parts.Count > 0)
        {
            writer.Line(SummaryLabels.Skipped, string.Join(", ", parts), warning: true);
        }

        foreach (TranscriptFileFailure failure in import.FilesFailed.Take(ListedFailures))
        {
            writer.Line(SummaryLabels.Failed, $"{CellText.Sanitise(failure.File)}: {CellText.Sanitise(failure.Reason)}", warning: true);
        }

        if (import.FilesFailed.Count > ListedFailures)
        {
            writer.Line(SummaryLabels.Failed, $"and {NumberText.Of(import.FilesFailed.Count - ListedFailures, "other file")}", warning: true);
        }
    }

    private static string Read(TranscriptSource source, TranscriptImportResult import)
    {
        if (source.Kind == SourceKind.Database)
        {
            return "no transcripts";
        }

        string files = import switch
        {
            { Files: 0 } => "no transcripts",
            _ when import.Files == import.FilesUnchanged => $"{NumberText.Of(import.Files, "file")}, unchanged since the last run,",
            { FilesUnchanged: > 0 } => $"{NumberText.Bytes(import.BytesRead)} of {NumberText.Of(import.Files, "file")} ({NumberText.Count(import.FilesUnchanged)} unchanged since the last run)",
            _ => $"{NumberText.Bytes(import.BytesRead)} of {NumberText.Of(import.Files, "file")}",
        };
        string folders = string.Join(", ", source.Paths.Select(CellText.Sanitise));
        return $"{files} in {NumberText.Seconds(import.Duration)} from {folders}";
    }

    private static string Costs(ReportContext context) => context.Options.Mode switch
    {
        CostMode.Display => "as the transcripts report them; estimates, not a bill",
        CostMode.Calculate => $"computed from the prices of {context.PriceVersion}; estimates, not a bill",
        _ => $"computed from the prices of {context.PriceVersion} where transcripts report none; estimates, not a bill",
    };

    private static string Span(UsageTotals totals)
    {
        string first = Day(totals.First!.Value), last = Day(totals.Last!.Value);
        return first == last ? first : $"{first} to {last}";
    }

    /// <summary>A day when the moment is the edge of one.</summary>
    private static string Moment(DateTimeOffset moment, bool start)
    {
        DateTimeOffset edge = start ? moment : moment.AddTicks(TimeSpan.TicksPerMicrosecond);
        return edge.TimeOfDay == TimeSpan.Zero ? Day(moment) : moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
    }

    private static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
