using System.Text.RegularExpressions;
using ClaudeUsage;
using ClaudeUsage.CommandLine;
using ClaudeUsage.Import;
using ClaudeUsage.Output;
using ClaudeUsage.Totals;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Tests.Samples;

public sealed partial class ReportPrinterTests
{
    private static readonly UsageReport Varied = SomeUsage.Report(
        SomeUsage.Entry(),
        SomeUsage.Entry(model: "claude-sonnet-4-5-20250929", project: "/home/ada/a very long folder/in which/there is/実験 🧪 プロジェクト", session: "20000000-0000-4000-8000-000000000000", at: SomeUsage.Noon.AddDays(-1)),
        SomeUsage.Entry(model: "claude-quill-9-20261001", project: "[red]x[/]", session: "not a guid but a long name of a session", cost: null),
        SomeUsage.Entry(project: "/home/ada/\u001b[31mred", session: "40000000-0000-4000-8000-000000000000", cost: 1_234_567.89m, input: 9_007_199_254_740_992));

    [Theory]
    [InlineData(200)]
    [InlineData(100)]
    [InlineData(80)]
    [InlineData(60)]
    [InlineData(40)]
    [InlineData(25)]
    public void Print_AnyWidth_NoTableLineIsWiderAndNoCostIsLost(int width)
    {
        foreach (bool colour in new[] { true, false })
        {
            string[] lines = Print(Varied, width, colour).Split('\n');
            foreach (string line in lines)
            {
                // A word of the summary, such as a path, may be longer than a narrow terminal; tables may not.
                bool summary = line.StartsWith(new string(' ', SummaryLabels.Width), StringComparison.Ordinal) || Labels.Any(label => line.StartsWith(label + " ", StringComparison.Ordinal));
                Assert.True(CellText.Width(line) <= width || (summary && width < 60), $"{CellText.Width(line)} cells at {width}: {line}");
            }

            // Once below each of the four tables, and once in the summary.
            Assert.Equal(5, lines.Count(line => line.Contains("≥ $1,234,574.71", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData(200, "Requests,Input,Output,Cache write,Cache read,Tokens,Cost")]
    [InlineData(90, "Requests,Input,Output,Cache write,Cache read,Cost")]
    [InlineData(70, "Requests,Input,Output,Cached,Cost")]
    [InlineData(60, "Requests,Tokens,Cost")]
    [InlineData(40, "Tokens,Cost")]
    [InlineData(25, "Cost")]
    public void Print_NarrowerTerminal_DropsColumnsButNeverTheCost(int width, string expected)
    {
        string header = Print(Varied, width, colour: false, Breakdowns.Model).Split('\n').First(line => line.StartsWith("Model", StringComparison.Ordinal));

        Assert.Equal(expected, string.Join(',', ColumnGap().Split(header).Skip(1)));
    }

    [Fact]
    public void Print_Piped_NamesAreWhole()
    {
        string text = Print(Varied, width: null, colour: false);

        Assert.Contains("/home/ada/a very long folder/in which/there is/実験 🧪 プロジェクト", text, StringComparison.Ordinal);
        Assert.Contains("20000000-0000-4000-8000-000000000000", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain('│', text);
    }

    [Fact]
    public void Print_ModelsThatDifferByDateAlone_KeepIt()
    {
        UsageReport report = SomeUsage.Report(SomeUsage.Entry("claude-x-1-20260101"), SomeUsage.Entry("claude-x-1-20260202"), SomeUsage.Entry("claude-y-2-20260101"));
        string text = Print(report, 120, colour: false, Breakdowns.Model);

        Assert.Contains("claude-x-1-20260101", text, StringComparison.Ordinal);
        Assert.Contains("claude-x-1-20260202", text, StringComparison.Ordinal);
        Assert.Contains("claude-y-2 ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Print_NarrowTerminal_AllTablesHaveTheSameNumbers()
    {
        string[] headers = [.. Print(Varied, 60, colour: false).Split('\n').Where(line => line.EndsWith("Cost", StringComparison.Ordinal))];

        Assert.Equal(4, headers.Length);
        Assert.Single(headers.Select(header => string.Join(',', ColumnGap().Split(header).Skip(1))).Distinct(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Print_MarkupLikeName_IsShownLiterally(bool colour) =>
        Assert.Contains("[red]x[/]", Print(Varied, 200, colour), StringComparison.Ordinal);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Print_ControlCodesInName_DoNotReachTheTerminal(bool colour) =>
        Assert.Contains("\uFFFD[31mred", Print(Varied, 200, colour), StringComparison.Ordinal);

    [Fact]
    public void Print_PlainTable_ColumnsAreAligned()
    {
        string[] lines = Print(Varied, 200, colour: false, Breakdowns.Project).Split('\n');
        int start = Array.FindIndex(lines, line => line.StartsWith("Project", StringComparison.Ordinal));
        string[] table = lines[start..Array.FindIndex(lines, start, line => line.StartsWith("Total", StringComparison.Ordinal))];

        // Every cost ends in the same column, wide characters or not.
        Assert.Equal(2 + 4, table.Length);
        Assert.Single(table.Select(CellText.Width).Distinct());
    }

    [Fact]
    public void Print_NoRecords_SaysSo()
    {
        string text = Print(SomeUsage.Report(), 80, colour: false);

        Assert.Contains("no usage: these transcripts hold no response", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Requests", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Print_NoRecordsInTime_NamesTheRemedy() =>
        Assert.Contains("no usage in this time; leave out --since", Print(SomeUsage.Report(), null, colour: false, options: new CommandLineOptions { Since = SomeUsage.Noon }), StringComparison.Ordinal);

    [Fact]
    public void Print_ManyRows_OverviewIsCutToTheLatestAndSaysHowToSeeAll()
    {
        UsageReport report = SomeUsage.Report([.. Enumerable.Range(0, 50).Select(i => SomeUsage.Entry(at: SomeUsage.Noon.AddDays(-i)))]);

        string overview = Print(report, null, colour: false);
        Assert.Contains("30 more rows: --by day shows all.", overview, StringComparison.Ordinal);
        Assert.Contains("2026-09-15  ", overview, StringComparison.Ordinal);
        Assert.DoesNotContain("2026-07-28  ", overview, StringComparison.Ordinal);
        Assert.Contains("2026-07-28  ", Print(report, null, colour: false, Breakdowns.Day), StringComparison.Ordinal);
    }

    [Fact]
    public void Print_UnpricedSkippedAndFailed_AreAllTold()
    {
        ReportContext context = SomeUsage.Context(import: SomeUsage.Import(2, new Dictionary<string, long>(StringComparer.Ordinal) { ["moon-phase"] = 1, ["x"] = 3 }, new TranscriptFileFailure("/transcripts/a.jsonl", "It may not be read.")));
        string text = Print(Varied, null, colour: false, context: context);

        Assert.Contains("Unpriced  claude-quill-9-20261001: 1 request, 11.3 M tokens, in no cost above (no price is known; give one with --prices)", text, StringComparison.Ordinal);
        Assert.Contains("Skipped   2 malformed lines, 4 lines of unknown type (x 3, moon-phase 1)", text, StringComparison.Ordinal);
        Assert.Contains("Not read  /transcripts/a.jsonl: It may not be read.", text, StringComparison.Ordinal);
        Assert.Contains("Read      2.9 MB of 3 files in 0.4 s from /transcripts", text, StringComparison.Ordinal);
        Assert.Contains("Database  /data/usage.db", text, StringComparison.Ordinal);
        Assert.Contains("computed from the prices of 2026-11-01", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Print_DisplayMode_UnpricedNamesTheOtherRemedy() =>
        Assert.Contains("the transcripts report no cost; --mode auto computes it", Print(Varied, null, colour: false, options: new CommandLineOptions { Mode = CostMode.Display }), StringComparison.Ordinal);

    [Fact]
    public void Print_Demo_SaysThatItIsNotTheUsersUsage() =>
        Assert.Contains("invented demo transcripts, not your usage", Print(Varied, null, colour: false, context: SomeUsage.Context(source: SourceKind.Demo)), StringComparison.Ordinal);

    [Theory]
    [InlineData(true, false, null, "xterm", true)]
    [InlineData(false, false, null, "xterm", false)]
    [InlineData(true, true, null, "xterm", false)]
    [InlineData(true, false, "1", "xterm", false)]
    [InlineData(true, false, null, "dumb", false)]
    public void UsesColour_OnlyOnATerminalThatMay(bool terminal, bool noColour, string? variable, string term, bool expected)
    {
        UsageHost host = SomeUsage.Host("/none", new StringWriter(), new StringWriter()) with
        {
            OutIsTerminal = terminal,
            Variable = name => name == "NO_COLOR" ? variable : name == "TERM" ? term : null,
        };

        Assert.Equal(expected, UsageConsole.UsesColour(host, noColour));
    }

    private static readonly string[] Labels = [SummaryLabels.Total, SummaryLabels.Unpriced, SummaryLabels.Skipped, SummaryLabels.Failed, SummaryLabels.Read, SummaryLabels.Database, SummaryLabels.Costs];

    private static string Print(UsageReport report, int? width, bool colour, Breakdowns? by = null, CommandLineOptions? options = null, ReportContext? context = null)
    {
        using var output = new StringWriter { NewLine = "\n" };
        UsageHost host = SomeUsage.Host("/none", output, new StringWriter()) with { OutIsTerminal = colour, Width = width };
        context ??= SomeUsage.Context(options);
        context = context with { Options = context.Options with { By = by ?? context.Options.By } };
        ReportPrinter.Print(UsageConsole.ReportWriter(host, noColour: false), width, context, report);
        string text = output.ToString();
        Assert.Equal(colour, text.Contains('\u001b', StringComparison.Ordinal));
        return AnsiCode().Replace(text, string.Empty);
    }

    [GeneratedRegex("\u001b\\[[0-9;?]*[A-Za-z]", RegexOptions.NonBacktracking)]
    private static partial Regex AnsiCode();

    [GeneratedRegex(" {2,}", RegexOptions.NonBacktracking)]
    private static partial Regex ColumnGap();
}
