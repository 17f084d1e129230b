using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Tests.Reporting.Formatting;

public class MarkdownReportFormatterTests
{
    [Fact]
    public async Task Write_Everything_HasHeadingsFiguresTablesAndAdvice()
    {
        string text = (await Rendered.TextAsync(SomeSections.Everything(), "markdown")).Replace('\u00A0', ' ');
        Assert.StartsWith("# Usage summary\n\n", text, StringComparison.Ordinal);
        Assert.Contains("| Cost | $412.77 | ▲ 12.0 % vs the 30 days before |  |", text, StringComparison.Ordinal);
        Assert.Contains("| Model | Tokens | Cost | Share |\n| :--- | ---: | ---: | ---: |\n| claude-opus-4-5 | 21,000,121 | $301.20 | 73.0 % |", text, StringComparison.Ordinal);
        Assert.Contains("| **Total** | **48,213,905** | **$412.77** | **100 %** |", text, StringComparison.Ordinal);
        Assert.Contains("> **Warning:** 21,500 tokens", text, StringComparison.Ordinal);
        Assert.Contains("- **Use claude-haiku-4-5 for short prompts** (saves about $84.20 per month)", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_MoreRowsThanShown_SaysHowMany()
    {
        var table = new TableBlock { Key = "t", Columns = [new TableColumn { Key = "n", Label = "N", Kind = ReportValueKind.Count }], Rows = [.. Enumerable.Range(0, 12).Select(row => (IReadOnlyList<ReportValue>)[ReportValue.Count(row)])], MaxShownRows = 5 };
        string text = await Rendered.TextAsync(SomeReport.OfBlocks(table), "markdown");
        Assert.Contains("| 4 |\n\n*7 more rows are not shown.*", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a|b", "a\\|b")]
    [InlineData("<script>", "&lt;script&gt;")]
    [InlineData("**bold** `code` [x](y)", "\\*\\*bold\\*\\* \\`code\\` \\[x\\](y)")]
    [InlineData("# head", "\\# head")]
    [InlineData("1. item", "1\\. item")]
    [InlineData("3.5", "3.5")]
    [InlineData("https://evil.example", "https&#58;//evil.example")]
    [InlineData("a\nb", "a b")]
    [InlineData("a\u202Eb", "a⟨U+202E⟩b")]
    public async Task Write_AText_IsTakenLiterally(string text, string written)
    {
        var block = new TextBlock { Key = "t", Paragraphs = [text] };
        Assert.EndsWith($"\n\n{written}\n", await Rendered.TextAsync(SomeReport.OfBlocks(block), "markdown"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_HostileTexts_KeepsEveryTableInShape()
    {
        string text = await Rendered.TextAsync(HostileReport.Create(), "markdown");
        Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\u202E', text);
        string[] lines = text.Split('\n');
        for (int line = 1; line < lines.Length; line++)
        {
            if (lines[line].StartsWith('|') && lines[line - 1].StartsWith('|'))
            {
                Assert.Equal(Pipes(lines[line - 1]), Pipes(lines[line]));
            }
        }
    }

    private static int Pipes(string line) => line.Replace("\\\\", string.Empty, StringComparison.Ordinal).Replace("\\|", string.Empty, StringComparison.Ordinal).Count(letter => letter == '|');
}
