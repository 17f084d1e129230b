using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Documents;
using Shannon.Analytics.Tests.Reporting;
using Shannon.Analytics.Tests.Reporting.Formatting;

namespace Shannon.Analytics.Tests.Documents;

/// <summary>Workbooks, read back as the zip of XML that they are.</summary>
public partial class ExcelReportFormatterTests
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    [Fact]
    public async Task Write_Everything_HasASheetPerSectionAndTable()
    {
        Dictionary<string, XElement> sheets = await SheetsAsync(SomeSections.Everything());
        Assert.Equal(["Overview", "Tokens per day", "Performance", "Response time with forecast", "Slowest prompts", "Tool calls", "When people work", "Share of prompt tokens read fro", "Cost", "Cost by model", "Recommendations"], sheets.Keys);
    }

    [Fact]
    public async Task Write_ATable_HasTypedCellsToTheLastNanoDollar()
    {
        XElement sheet = (await SheetsAsync(SomeSections.Everything()))["Cost by model"];
        Assert.Equal(["Model", "Tokens", "Cost", "Share"], Row(sheet, 1));
        Assert.Equal(["claude-opus-4-5", "21000121", "301.204500001", "0.7297"], Row(sheet, 2));
        Assert.Equal(["Total", "48213905", "412.7689123", "1"], Row(sheet, 5));
        Assert.Null(Cell(sheet, "C2").Attribute("t"));
        Assert.Equal("inlineStr", Cell(sheet, "A2").Attribute("t")?.Value);
        Assert.Equal(412.7689123m, Enumerable.Range(2, 3).Sum(row => decimal.Parse(Row(sheet, row)[2], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Write_EverySheet_FreezesItsHead()
    {
        foreach (XElement sheet in (await SheetsAsync(SomeSections.Everything())).Values)
        {
            XElement pane = Assert.Single(sheet.Descendants(Main + "pane"));
            Assert.Equal(("frozen", "1", "A2"), (pane.Attribute("state")?.Value, pane.Attribute("ySplit")?.Value, pane.Attribute("topLeftCell")?.Value));
        }
    }

    [Fact]
    public async Task Write_Times_AreInTheZoneOfTheReader()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("Test", TimeSpan.FromHours(2), "Test", "Test");
        Dictionary<string, XElement> sheets = await SheetsAsync(SomeSections.Everything(), new ReportPresentation { TimeZone = zone });
        // 2026-03-31 05:00:01 UTC is 07:00:01 there: 46112 days after 1899-12-30.
        Assert.Equal(46112 + (((7 * 3600) + 1) / 86_400.0), double.Parse(Row(sheets["Slowest prompts"], 2)[1], CultureInfo.InvariantCulture), 9);
    }

    [Fact]
    public async Task Write_HostileTexts_HoldsThemAsTextAndNoFormula()
    {
        Dictionary<string, XElement> sheets = await SheetsAsync(HostileReport.Create());
        HashSet<string> texts = [.. sheets.Values.SelectMany(sheet => sheet.Descendants(Main + "t")).Select(text => Decode(text.Value))];
        foreach (string text in HostileReport.Texts.Append(HostileReport.Huge))
        {
            // XML reads a carriage return as a line feed unless it is escaped, and it is.
            Assert.True(texts.Contains(text), text);
        }

        Assert.All(sheets.Values, sheet => Assert.Empty(sheet.Descendants(Main + "f")));
        Assert.All(sheets.Keys, name => Assert.True(name.Length is > 0 and <= 31 && name.IndexOfAny(['[', ']', ':', '*', '?', '/', '\\']) < 0, name));
    }

    [Fact]
    public async Task Write_AnEmptyReport_IsStillAWorkbook() => Assert.Equal(["Report"], (await SheetsAsync(SomeReport.Of())).Keys);

    [Fact]
    public async Task Write_ATextBeyondTheLimitOfACell_IsCutAndSaysSo()
    {
        var figures = new KeyFiguresBlock { Key = "f", Figures = [new KeyFigure { Key = "f", Label = "Long", Value = ReportValue.Text(new string('x', 40_000)) }] };
        XElement sheet = (await SheetsAsync(SomeReport.OfBlocks(figures)))["Overview"];
        string text = sheet.Descendants(Main + "t").Select(one => one.Value).MaxBy(one => one.Length)!;
        Assert.Equal(32_767, text.Length);
        Assert.EndsWith("(cut: 40000 characters in all)", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_EveryKind_HasItsNumberFormat()
    {
        byte[] bytes = await Rendered.BytesAsync(SomeSections.Everything(), "excel");
        using var zip = new ZipArchive(new MemoryStream(bytes));
        XElement styles = WorkbookReader.Load(zip, "xl/styles.xml");
        Assert.Equal(Enum.GetValues<ReportValueKind>().Length, styles.Descendants(Main + "numFmt").Count());
        Assert.Contains(styles.Descendants(Main + "numFmt"), format => format.Attribute("formatCode")?.Value == "#,##0");
    }

    private static async Task<Dictionary<string, XElement>> SheetsAsync(Report report, ReportPresentation? presentation = null) =>
        new(WorkbookReader.Sheets(await Rendered.BytesAsync(report, "excel", presentation)));

    private static string[] Row(XElement sheet, int row) => [.. sheet.Descendants(Main + "row").Single(one => one.Attribute("r")?.Value == row.ToString(CultureInfo.InvariantCulture)).Elements(Main + "c").Select(cell => cell.Value)];

    private static XElement Cell(XElement sheet, string reference) => sheet.Descendants(Main + "c").Single(cell => cell.Attribute("r")?.Value == reference);

    /// <summary>The escapes of ECMA-376, undone.</summary>
    private static string Decode(string text) => Escape().Replace(text, match => ((char)int.Parse(match.Groups["code"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    [GeneratedRegex("_x(?<code>[0-9A-Fa-f]{4})_", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Escape();
}
