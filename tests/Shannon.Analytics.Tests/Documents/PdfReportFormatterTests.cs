using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Shannon.Analytics.Documents;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Documents;
using Shannon.Analytics.Reporting.Formatting;
using Shannon.Analytics.Tests.Reporting;
using Shannon.Analytics.Tests.Reporting.Formatting;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Documents;

/// <summary>Documents, read back by poppler.</summary>
public partial class PdfReportFormatterTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_Everything_HasItsTextAndPageNumbers()
    {
        string[] pages = await PagesAsync(SomeSections.Everything());
        string text = string.Join('\f', pages);
        Assert.Contains("Usage summary", pages[0], StringComparison.Ordinal);
        Assert.All(pages, (page, index) => Assert.Contains($"Page {index + 1} of {pages.Length}", page, StringComparison.Ordinal));
        foreach (string expected in new[] { "$412.77", "850 ms", "48.2 M tokens", "Slowest prompts", "21 M", "Warning: 21,500 tokens", "Saves about $84.20 per month", "▲ 12.0 %" })
        {
            Assert.Contains(expected, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Write_ATableOfManyPages_RepeatsItsHeadAndLosesNoRow()
    {
        SomeReport report = Table(rows: 400, columns: 4);
        string[] pages = await PagesAsync(report);
        Assert.True(pages.Length > 5);
        Assert.All(pages, page => Assert.Contains("Col1", page, StringComparison.Ordinal));
        string text = string.Join(' ', pages);
        Assert.All(Enumerable.Range(0, 400), row => Assert.Contains($"name-{row:D4}", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Write_MoreColumnsThanFit_RepeatsTheFirst()
    {
        string text = string.Join(' ', await PagesAsync(Table(rows: 3, columns: 40)));
        Assert.All(Enumerable.Range(1, 39), column => Assert.Contains($"Col{column}", text, StringComparison.Ordinal));
        Assert.True(Regex.Count(text, "name-0001", RegexOptions.None, TimeSpan.FromSeconds(5)) > 1);
    }

    [Fact]
    public async Task Write_TextsOfTheWorld_CanBeReadBack()
    {
        string[] texts = ["שלום עולם", "مرحبا بالعالم", "中文测试", "日本語テスト", "한국어 시험", "हिन्दी परीक्षण", "ไทยทดสอบ", "বাংলা", "தமிழ்", "Ελληνικά", "Кириллица", "Tiếng Việt", "e\u0301", "→ ∑ ▲", "😀👩‍👩‍👧‍👦"];
        var block = new TextBlock { Key = "t", Paragraphs = texts };
        string page = Plain((await PagesAsync(SomeReport.OfBlocks(block)))[0]);
        Assert.All(texts, text => Assert.Contains(Plain(text), page, StringComparison.Ordinal));
        Assert.DoesNotContain("[U+", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_HostileTexts_IsAPlainDocument()
    {
        byte[] bytes = await Rendered.BytesAsync(HostileReport.Create(), "pdf");
        string raw = Encoding.Latin1.GetString(bytes);
        Assert.DoesNotMatch(Active(), raw);
        string text = Plain(string.Concat(await PagesAsync(bytes)));
        foreach (string expected in new[] { "<script>document.title='canary-ran'</script>", "=HYPERLINK(\"http://evil.example\",\"click\")", "../../etc/passwd", "⟨U+202E⟩gnp.exe⟨U+202C⟩", "bell␇", "_x0041_" })
        {
            Assert.Contains(Plain(expected), text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Write_AHugeName_SaysHowMuchIsMissing()
    {
        var table = new TableBlock { Key = "t", Columns = [new TableColumn { Key = "n", Label = "Name", Kind = ReportValueKind.Text }, new TableColumn { Key = "c", Label = "Count", Kind = ReportValueKind.Count }], Rows = [[ReportValue.Text(new string('x', 10_000)), ReportValue.Count(7)]] };
        Assert.Contains(Plain("(9400 more characters)"), Plain(string.Concat(await PagesAsync(SomeReport.OfBlocks(table)))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_Metadata_IsThatOfTheReport()
    {
        Requires.Tool("pdftotext");
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder.File("report.pdf"), await Rendered.BytesAsync(SomeSections.Everything(), "pdf"), Cancelled);
        string info = await ChildProcess.RunAsync("pdfinfo", [folder.File("report.pdf")]);
        Assert.Matches("Title: +Usage summary", info);
        Assert.Matches("Creator: +Shannon.Analytics", info);
        Assert.Contains("(A4)", info, StringComparison.Ordinal);
        string fonts = await ChildProcess.RunAsync("pdffonts", [folder.File("report.pdf")]);
        Assert.Contains("NotoSans-Regular", fonts, StringComparison.Ordinal);
        Assert.DoesNotContain(" no  no ", fonts, StringComparison.Ordinal);
        Assert.DoesNotContain("/Subtype /Image", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(folder.File("report.pdf"), Cancelled)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_OnLetterPaper_HasItsSize()
    {
        using var output = new MemoryStream();
        await new ReportFormatterRegistry().AddDocuments(new DocumentOptions { PageFormat = PageFormat.Letter }).Find("pdf").WriteAsync(SomeSections.Everything(), output, ReportPresentation.Default, null, Cancelled);
        Assert.Contains("/MediaBox [0 0 612 792]", Encoding.Latin1.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_Cancelled_Stops()
    {
        using var cancellation = new CancellationTokenSource();
        var progress = new ProgressCallback(cancellation.Cancel);
        using var output = new MemoryStream();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new ReportFormatterRegistry().AddDocuments().Find("pdf").WriteAsync(SomeSections.Everything(), output, ReportPresentation.Default, progress, cancellation.Token));
        Assert.Equal(0, output.Length);
    }

    private static SomeReport Table(int rows, int columns) => SomeReport.OfBlocks(new TableBlock
    {
        Key = "table",
        Title = "Table",
        Columns = [.. Enumerable.Range(0, columns).Select(column => new TableColumn { Key = $"c{column}", Label = $"Col{column}", Kind = column == 0 ? ReportValueKind.Text : ReportValueKind.Count })],
        Rows = [.. Enumerable.Range(0, rows).Select(row => (IReadOnlyList<ReportValue>)[ReportValue.Text($"name-{row:D4}"), .. Enumerable.Range(1, columns - 1).Select(column => ReportValue.Count(row * column))])],
    });

    private static async Task<string[]> PagesAsync(Report report) => await PagesAsync(await Rendered.BytesAsync(report, "pdf"));

    private static async Task<string[]> PagesAsync(byte[] bytes)
    {
        Requires.Tool("pdftotext");
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder.File("report.pdf"), bytes, Cancelled);
        await ChildProcess.RunAsync("pdftotext", ["-layout", folder.File("report.pdf"), folder.File("report.txt")]);
        string text = await File.ReadAllTextAsync(folder.File("report.txt"), Cancelled);
        return [.. text.Replace('\u00A0', ' ').TrimEnd('\f').Split('\f')];
    }

    /// <summary>Without spaces, line breaks and marks of direction, which readers of PDF place as they see fit.</summary>
    private static string Plain(string text) => string.Concat(text.Normalize(NormalizationForm.FormC).Where(letter => !char.IsWhiteSpace(letter) && CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.Format));

    [GeneratedRegex("/JavaScript|/JS |/OpenAction|/Launch|/URI|/EmbeddedFile", RegexOptions.None, 5000)]
    private static partial Regex Active();
}
