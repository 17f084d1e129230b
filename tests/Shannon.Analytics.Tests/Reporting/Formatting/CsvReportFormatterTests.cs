using CsvHelper;
using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Tests.Reporting.Formatting;

public class CsvReportFormatterTests
{
    [Fact]
    public async Task Write_Figures_AreInTheLongForm()
    {
        string csv = await Rendered.TextAsync(SomeSections.Everything(), "csv");
        Assert.StartsWith("\uFEFFsection,key,value,unit\r\nreport,type,summary,\r\n", csv, StringComparison.Ordinal);
        Assert.Contains("overview,total_cost,412.7689123,USD\r\n", csv, StringComparison.Ordinal);
        Assert.Contains("overview,response_time,0.85,s\r\n", csv, StringComparison.Ordinal);
        Assert.Contains("overview,time_to_first_token,,\r\n", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_Tables_FollowWithTheirKeysAndTotals()
    {
        string csv = await Rendered.TextAsync(SomeSections.Everything(), "csv");
        Assert.Contains("\r\n\r\ntable,cost.by_model\r\nmodel,tokens,cost,share\r\nclaude-opus-4-5,21000121,301.204500001,0.7297\r\n", csv, StringComparison.Ordinal);
        Assert.Contains("Total,48213905,412.7689123,1\r\n", csv, StringComparison.Ordinal);
        Assert.Contains("table,performance.response_time\r\ntime,median,forecast,forecast_lower,forecast_upper\r\n", csv, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1+1")]
    [InlineData("-1+1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1+1")]
    [InlineData("\r=1+1")]
    [InlineData("＝1+1")]
    [InlineData("＋1+1")]
    [InlineData("－1+1")]
    [InlineData("＠SUM(A1)")]
    public async Task Write_AText_IsNeverAFormula(string text)
    {
        string csv = await Rendered.TextAsync(Figure(ReportValue.Text(text)), "csv");
        Assert.Equal("'" + text, ValueOf(csv));
    }

    [Fact]
    public async Task Write_ANegativeNumber_StaysANumber()
    {
        Assert.Equal("-3.5", ValueOf(await Rendered.TextAsync(Figure(ReportValue.Money(-3.5m)), "csv")));
        Assert.Equal("-7", ValueOf(await Rendered.TextAsync(Figure(ReportValue.Count(-7)), "csv")));
        Assert.Equal("-0.25", ValueOf(await Rendered.TextAsync(Figure(ReportValue.Percent(-0.25)), "csv")));
        Assert.Equal("-1.5", ValueOf(await Rendered.TextAsync(Figure(ReportValue.Seconds(-1.5)), "csv")));
        Assert.Equal("-2E-09", ValueOf(await Rendered.TextAsync(Figure(ReportValue.Number(-2e-9)), "csv")));
    }

    [Fact]
    public async Task Write_HostileTexts_ComeBackExactly()
    {
        foreach (string text in HostileReport.Texts.Append(HostileReport.Huge).Where(text => !text.Any(char.IsSurrogate) || text.EnumerateRunes().All(rune => rune.Value != 0xFFFD)))
        {
            string value = ValueOf(await Rendered.TextAsync(Figure(ReportValue.Text(text)), "csv"));
            Assert.True(value == text || value == "'" + text, $"'{text}' became '{value}'");
        }
    }

    private static SomeReport Figure(ReportValue value) =>
        SomeReport.OfBlocks(new KeyFiguresBlock { Key = "figures", Figures = [new KeyFigure { Key = "figure", Label = "Figure", Value = value }] });

    /// <summary>The value of the figure, as a CSV reader sees it.</summary>
    private static string ValueOf(string csv)
    {
        using var text = new StringReader(csv.TrimStart('\uFEFF'));
        using var reader = CsvReader.Create(text, new CsvReaderOptions { TrimWhitespace = false });
        foreach (var record in reader)
        {
            if (record[1].ToString() == "figure")
            {
                return record[2].ToString();
            }
        }

        throw new InvalidOperationException("The figure is missing.");
    }
}
