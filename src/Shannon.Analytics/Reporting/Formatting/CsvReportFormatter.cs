using System.Globalization;
using System.Text;
using CsvHelper;
using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Reporting.Formatting;

/// <summary>
/// Figures in the long form <c>section,key,value,unit</c>; then every table and the points of every chart, each after an empty line, under a line with its name and one with its columns.
/// Values are those of <see cref="ReportValueFormat.Raw"/>. Text that a spreadsheet would run as a formula gets an apostrophe in front.
/// </summary>
internal sealed class CsvReportFormatter : IReportFormatter
{
    private static readonly CsvWriterOptions Options = new() { Injection = CsvInjection.Escape, NewLine = "\r\n", ValidateFieldCount = false };

    // Spreadsheets of East Asia begin formulas with these as well; the guard of the writer is for ASCII.
    private const string FullWidthFormulas = "＝＠＋－";

    public string Format => "csv";

    public string FileExtension => ".csv";

    public string MediaType => "text/csv";

    public async Task WriteAsync(Report report, Stream output, ReportPresentation presentation, IProgress<ReportExportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ReportDocument document = report.ToDocument(presentation);
        // Excel takes a file without the mark for one in the local code page.
        await output.WriteAsync(Encoding.UTF8.Preamble.ToArray(), cancellationToken).ConfigureAwait(false);
        var csv = CsvWriter.Create(output, Options, leaveOpen: true);
        await using (csv.ConfigureAwait(false))
        {
            await WriteFiguresAsync(csv, document, cancellationToken).ConfigureAwait(false);
            for (int index = 0; index < document.Sections.Count; index++)
            {
                await WriteTablesAsync(csv, output, document.Sections[index], cancellationToken).ConfigureAwait(false);
                progress?.Report(new ReportExportProgress { SectionsDone = index + 1, SectionsTotal = document.Sections.Count });
            }

            await csv.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task WriteFiguresAsync(CsvWriter csv, ReportDocument document, CancellationToken cancellationToken)
    {
        csv.WriteRecord(["section", "key", "value", "unit"]);
        foreach (LongRow row in LongRows.Of(document))
        {
            csv.WriteField(row.Section);
            csv.WriteField(row.Key);
            WriteValue(csv, row.Value);
            csv.WriteField(row.Unit ?? string.Empty);
            await csv.EndRecordAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task WriteTablesAsync(CsvWriter csv, Stream output, ReportSection section, CancellationToken cancellationToken)
    {
        foreach (TableBlock table in section.Blocks.Select(block => block as TableBlock ?? (block as ChartBlock)?.ToTable()).OfType<TableBlock>())
        {
            // The writer knows no empty line.
            await csv.FlushAsync(cancellationToken).ConfigureAwait(false);
            await output.WriteAsync("\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            csv.WriteRecord(["table", $"{section.Key}.{table.Key}"]);
            csv.WriteRecord([.. table.Columns.Select(column => column.Key)]);
            foreach (IReadOnlyList<ReportValue> row in table.Rows)
            {
                await WriteRowAsync(csv, row, cancellationToken).ConfigureAwait(false);
            }

            if (table.Totals is { } totals)
            {
                await WriteRowAsync(csv, totals, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task WriteRowAsync(CsvWriter csv, IReadOnlyList<ReportValue> row, CancellationToken cancellationToken)
    {
        foreach (ReportValue value in row)
        {
            WriteValue(csv, value);
        }

        await csv.EndRecordAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void WriteValue(CsvWriter csv, ReportValue value)
    {
        switch (value.Kind)
        {
            // Typed, so that the guard against formulas leaves negative numbers alone.
            case ReportValueKind.Count:
                csv.WriteField(value.AsCount, default, CultureInfo.InvariantCulture);
                break;
            case ReportValueKind.Bytes:
                csv.WriteField(value.AsBytes, default, CultureInfo.InvariantCulture);
                break;
            case ReportValueKind.Number:
                csv.WriteField(value.AsNumber, "R", CultureInfo.InvariantCulture);
                break;
            case ReportValueKind.Percent:
                csv.WriteField(value.AsPercent, "R", CultureInfo.InvariantCulture);
                break;
            case ReportValueKind.Money:
                csv.WriteField(value.AsMoney, ReportValueFormat.RawDecimal, CultureInfo.InvariantCulture);
                break;
            case ReportValueKind.Duration:
                csv.WriteField((decimal)value.AsDuration.Ticks / TimeSpan.TicksPerSecond, ReportValueFormat.RawDecimal, CultureInfo.InvariantCulture);
                break;
            case ReportValueKind.Text when value.AsText.Length > 0 && FullWidthFormulas.Contains(value.AsText[0], StringComparison.Ordinal):
                csv.WriteField("'" + value.AsText);
                break;
            default:
                csv.WriteField(ReportValueFormat.Raw(value));
                break;
        }
    }
}
