using System.Diagnostics;
using System.Globalization;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Documents;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Reporting;
using Shannon.Analytics.Tests.Reporting.Formatting;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Documents;

/// <summary>What takes an office program or a minute: <c>tests/long.sh documents</c> runs all of it, the ordinary run a small part.</summary>
public class LongDocumentTests(ITestOutputHelper output)
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("SHANNON_DOCUMENTS") == "1";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Of the transcripts that come with the sample. The ordinary run reads the file itself, the long one has LibreOffice read it.</summary>
    [Theory]
    [InlineData("summary")]
    [InlineData("detailed")]
    [InlineData("comparison")]
    [InlineData("trends")]
    [InlineData("cost")]
    public async Task Workbook_OfAReport_ReadBack_HasTheSameNumbers(string kind)
    {
        using var folder = new TempFolder();
        await using var store = new SqliteStore(folder.File("usage.db"));
        await store.InitializeAsync(Cancelled);
        await new TranscriptImporter(store, new TranscriptImportOptions()).ImportAsync([RepositoryRoot.Combine("samples", "ClaudeUsage", "demo", "projects")], cancellationToken: Cancelled);
        StoreDescription description = await store.DescribeAsync(Cancelled);
        Report report = await EveryReport.MakeAsync(kind, new AnalyticsReporter(store), new TimeRange(description.Oldest, description.Newest));

        await AssertReadBackAsync(report);
    }

    [Fact]
    public async Task Workbook_OfEverySection_ReadBack_HasTheSameNumbers() => await AssertReadBackAsync(SomeSections.Everything());

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

    private static async Task AssertReadBackAsync(Report report)
    {
        byte[] workbook = await Rendered.BytesAsync(report, "excel");
        List<WorkbookCell[][]> sheets = IsLong ? await WorkbookReader.ReadByLibreOfficeAsync(workbook) : WorkbookReader.Read(workbook);
        TableBlock[] tables = [.. report.ToDocument(ReportPresentation.Default).Sections.SelectMany(section => section.Blocks).Select(block => block as TableBlock ?? (block as ChartBlock)?.ToTable()).OfType<TableBlock>()];
        Assert.NotEmpty(tables);
        int at = 0;
        foreach (TableBlock table in tables)
        {
            // Sheets stand in the order of the document, those of figures in between.
            string[] head = [.. table.Columns.Select(column => column.Heading)];
            at = sheets.FindIndex(at, sheet => sheet[0].Select(cell => cell.Text).Where(text => text is not null).SequenceEqual(head));
            Assert.True(at >= 0, $"There is no sheet of the table {table.Key}.");
            IReadOnlyList<ReportValue>[] rows = [.. table.Rows, .. table.Totals is { } totals ? [totals] : Array.Empty<IReadOnlyList<ReportValue>>()];
            Assert.Equal(rows.Length, sheets[at].Length - 1);
            for (int row = 0; row < rows.Length; row++)
            {
                for (int column = 0; column < head.Length; column++)
                {
                    AssertSame(rows[row][column], sheets[at][row + 1].ElementAtOrDefault(column), $"{table.Key}, row {row}, {table.Columns[column].Key}");
                }
            }

            at++;
        }
    }

    private static void AssertSame(ReportValue expected, WorkbookCell actual, string place)
    {
        bool same = expected.Kind switch
        {
            ReportValueKind.Missing => actual == default,
            ReportValueKind.Text => (actual.Text ?? string.Empty) == expected.AsText,
            ReportValueKind.Boolean => (actual.Flag ?? actual.Number is 1) == expected.AsBoolean && (actual.Flag is not null || actual.Number is 0 or 1),
            ReportValueKind.Time => IsAt(actual, expected.AsTime.UtcDateTime),
            ReportValueKind.Date => IsAt(actual, expected.AsDate.ToDateTime(TimeOnly.MinValue)),
            _ => actual.Number is { } number && Math.Abs(number - double.Parse(ReportValueFormat.Raw(expected), CultureInfo.InvariantCulture)) <= 1e-14 * Math.Abs(number),
        };
        Assert.True(same, $"{place}: {ReportValueFormat.Raw(expected)} became {actual}.");
    }

    private static bool IsAt(WorkbookCell cell, DateTime time) => (cell.Time ?? (cell.Number is { } days ? DateTime.FromOADate(days) : null)) is { } read && (read - time).Duration() < TimeSpan.FromMilliseconds(2);
}
