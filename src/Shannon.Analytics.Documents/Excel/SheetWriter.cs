using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Documents.Excel;

/// <summary>
/// Writes one sheet as a stream of elements. Texts are inline strings, never formulas: a cell that begins with an equals sign holds just that text.
/// Durations are seconds, money is in dollars, times are in the zone of the presentation.
/// </summary>
internal sealed class SheetWriter(OpenXmlWriter writer, ReportPresentation presentation, CancellationToken cancellationToken)
{
    /// <summary>The last row of a sheet.</summary>
    private const int MaxRows = 1_048_576;

    private const double MinWidth = 10;
    private const double MaxWidth = 60;
    private const int Sample = 100;

    private int _row;

    internal void Write(Grid grid)
    {
        IReadOnlyList<ReportValue>[] rows = [.. grid.Rows];
        writer.WriteStartDocument();
        writer.WriteStartElement(new Worksheet());
        writer.WriteElement(new SheetProperties(new PageSetupProperties { FitToPage = true }));
        var pane = new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen };
        writer.WriteElement(new SheetViews(new SheetView(pane) { WorkbookViewId = 0 }));
        writer.WriteElement(new Columns(grid.Head.Select((head, column) => new Column { Min = (uint)column + 1, Max = (uint)column + 1, Width = Width(head, rows, column), CustomWidth = true })));
        writer.WriteStartElement(new SheetData());
        Row([.. grid.Head.Select(ReportValue.Text)], (_, column) => IsNumeric(rows, column) ? CellStyles.NumberHead : CellStyles.Head);
        int fitting = MaxRows - 2 - (grid.Totals is null ? 0 : 1);
        foreach (IReadOnlyList<ReportValue> row in rows.Take(fitting))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Row(row, (value, _) => CellStyles.Of(value.Kind, bold: false));
        }

        if (grid.Totals is { } totals)
        {
            Row(totals, (value, _) => CellStyles.Of(value.Kind, bold: true));
        }

        if (rows.Length > fitting)
        {
            string note = string.Create(CultureInfo.InvariantCulture, $"{rows.Length - fitting} more rows do not fit on a sheet; the CSV export holds them all.");
            Row([ReportValue.Text(note)], (_, _) => CellStyles.Of(ReportValueKind.Text, bold: true));
        }

        writer.WriteEndElement();
        // As wide as a page, as many pages as needed.
        writer.WriteElement(new PageSetup { Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 });
        writer.WriteEndElement();
    }

    private void Row(IReadOnlyList<ReportValue> values, Func<ReportValue, int, uint> style)
    {
        _row++;
        writer.WriteStartElement(new Row { RowIndex = (uint)_row });
        for (int column = 0; column < values.Count; column++)
        {
            if (!values[column].IsMissing)
            {
                writer.WriteElement(Cell(values[column], style(values[column], column), Reference(column)));
            }
        }

        writer.WriteEndElement();
    }

    private static bool IsNumeric(IReadOnlyList<ReportValue>[] rows, int column) =>
        rows.Where(row => column < row.Count && !row[column].IsMissing).Select(row => row[column].Kind).FirstOrDefault(ReportValueKind.Text) != ReportValueKind.Text;

    private Cell Cell(ReportValue value, uint style, string reference) => value.Kind switch
    {
        ReportValueKind.Text => new Cell(new InlineString(new DocumentFormat.OpenXml.Spreadsheet.Text(Fit(value.AsText)) { Space = SpaceProcessingModeValues.Preserve })) { DataType = CellValues.InlineString, StyleIndex = style, CellReference = reference },
        ReportValueKind.Boolean => new Cell(new CellValue(value.AsBoolean ? "1" : "0")) { DataType = CellValues.Boolean, StyleIndex = style, CellReference = reference },
        _ => new Cell(new CellValue(Number(value))) { StyleIndex = style, CellReference = reference },
    };

    private string Number(ReportValue value) => value.Kind switch
    {
        ReportValueKind.Time => Serial(TimeZoneInfo.ConvertTime(value.AsTime, presentation.TimeZone).DateTime),
        ReportValueKind.Date => Serial(value.AsDate.ToDateTime(TimeOnly.MinValue)),
        _ => ReportValueFormat.Raw(value),
    };

    /// <summary>Days since the end of 1899; rounded to the microsecond, below which the format has no digits.</summary>
    private static string Serial(DateTime time) => Math.Round((time - new DateTime(1899, 12, 30)).TotalDays, 10).ToString("R", CultureInfo.InvariantCulture);

    /// <summary>What Excel takes in a cell; it calls a workbook with more damaged.</summary>
    private static string Fit(string text)
    {
        if (text.Length <= XmlText.MaxLength)
        {
            return XmlText.Of(text);
        }

        string note = string.Create(CultureInfo.InvariantCulture, $"… (cut: {text.Length} characters in all)");
        int cut = XmlText.MaxLength - note.Length;
        return XmlText.Of(text[..(char.IsHighSurrogate(text[cut - 1]) ? cut - 1 : cut)] + note);
    }

    private string Reference(int column)
    {
        string letters = string.Empty;
        for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        {
            letters = (char)('A' + ((rest - 1) % 26)) + letters;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{letters}{_row}");
    }

    private static double Width(string head, IReadOnlyList<ReportValue>[] rows, int column)
    {
        int longest = rows.Take(Sample).Where(row => column < row.Count).Select(row => row[column].Kind switch
        {
            ReportValueKind.Text => row[column].AsText.Length,
            ReportValueKind.Time => 19,
            _ => ReportValueFormat.Raw(row[column]).Length + 4,
        }).DefaultIfEmpty(0).Max();
        return Math.Clamp(Math.Max(head.Length, longest) + 2, MinWidth, MaxWidth);
    }
}
