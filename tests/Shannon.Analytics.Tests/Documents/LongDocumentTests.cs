using System.Diagnostics;
using System.Globalization;
using Shannon.Analytics.Reporting.Documents;
using Shannon.Analytics.Tests.Reporting;
using Shannon.Analytics.Tests.Reporting.Formatting;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Documents;

/// <summary>What takes an office program or a minute: <c>tests/long.sh documents</c> runs all of it, the ordinary run a small part.</summary>
public class LongDocumentTests(ITestOutputHelper output)
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("SHANNON_DOCUMENTS") == "1";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workbook_ReadByLibreOffice_HasTheSameNumbers()
    {
        if (!IsLong)
        {
            // The ordinary run does not start an office: that the numbers are there, ExcelReportFormatterTests sees.
            Assert.NotEmpty(await Rendered.BytesAsync(SomeSections.Everything(), "excel"));
            return;
        }

        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder.File("report.xlsx"), await Rendered.BytesAsync(SomeSections.Everything(), "excel"), Cancelled);
        // The last arguments of the filter: every sheet into a file of its own, values as they are, not as they look.
        await ChildProcess.RunAsync("soffice", [$"-env:UserInstallation=file://{folder.File("profile")}", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1", "--outdir", folder.FullPath, folder.File("report.xlsx")]);

        string[] rows = await File.ReadAllLinesAsync(folder.File("report-Cost by model.csv"), Cancelled);
        Assert.Equal(5, rows.Length);
        TableBlock expected = SomeSections.Cost().Blocks.OfType<TableBlock>().Single();
        foreach ((IReadOnlyList<ReportValue> row, string line) in expected.Rows.Append(expected.Totals!).Zip(rows.Skip(1)))
        {
            string[] cells = [.. line.Split(',').Select(cell => cell.Trim('"'))];
            Assert.Equal(row[0].AsText, cells[0]);
            Assert.Equal(row[1].AsCount, long.Parse(cells[1], CultureInfo.InvariantCulture));
            Assert.Equal(row[2].AsMoney, decimal.Parse(cells[2], CultureInfo.InvariantCulture));
            // LibreOffice writes a share as a percentage, but with all its digits.
            Assert.Equal((decimal)row[3].AsPercent, decimal.Parse(cells[3].TrimEnd('%'), CultureInfo.InvariantCulture) / 100);
        }
    }

    [Fact]
    public async Task Pdf_OfManyPages_IsMadeInSeconds()
    {
        int rows = IsLong ? 2_000 : 100;
        var table = new TableBlock
        {
            Key = "rows",
            Title = "Sessions",
            Columns =
            [
                new TableColumn { Key = "session", Label = "Session", Kind = ReportValueKind.Text },
                new TableColumn { Key = "started", Label = "Started", Kind = ReportValueKind.Time },
                new TableColumn { Key = "tokens", Label = "Tokens", Kind = ReportValueKind.Count },
                new TableColumn { Key = "cost", Label = "Cost", Kind = ReportValueKind.Money },
                new TableColumn { Key = "time", Label = "Response time", Kind = ReportValueKind.Duration },
            ],
            Rows = [.. Enumerable.Range(0, rows).Select(row => (IReadOnlyList<ReportValue>)[ReportValue.Text($"session-{row:D5}"), ReportValue.Time(SomeReport.Now.AddMinutes(-row)), ReportValue.Count(row * 977L), ReportValue.Money(row * 0.01234m), ReportValue.Seconds(row * 0.37)])],
        };
        SomeReport everything = SomeSections.Everything();
        SomeReport report = everything with { Sections = [.. everything.Sections, new ReportSection { Key = "sessions", Title = "Sessions", Blocks = [table] }] };

        for (int round = 0; round < (IsLong ? 3 : 1); round++)
        {
            var watch = Stopwatch.StartNew();
            byte[] bytes = await Rendered.BytesAsync(report, "pdf");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round}: {watch.ElapsedMilliseconds} ms, {bytes.Length / 1024} KiB"));
            if (round > 0)
            {
                Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), $"{watch.Elapsed}");
            }

            if (IsLong)
            {
                using var folder = new TempFolder();
                await File.WriteAllBytesAsync(folder.File("report.pdf"), bytes, Cancelled);
                string info = await ChildProcess.RunAsync("pdfinfo", [folder.File("report.pdf")]);
                int pages = int.Parse(info.Split('\n').Single(line => line.StartsWith("Pages:", StringComparison.Ordinal))[6..], CultureInfo.InvariantCulture);
                output.WriteLine($"{pages} pages");
                Assert.True(pages >= 50);
            }
            else
            {
                Assert.True(bytes.Length > 10_000);
            }
        }
    }
}
