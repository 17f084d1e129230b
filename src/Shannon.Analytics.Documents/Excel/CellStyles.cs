using DocumentFormat.OpenXml.Spreadsheet;
using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Documents.Excel;

/// <summary>The styles of the workbook: for every kind of value its number format, plain and bold, and the head.</summary>
internal static class CellStyles
{
    /// <summary>The first format of our own; those below are Excel's.</summary>
    private const uint FirstFormat = 164;

    private static readonly ReportValueKind[] Kinds = Enum.GetValues<ReportValueKind>();

    /// <summary>The style of the head.</summary>
    internal static uint Head => (uint)(Kinds.Length * 2);

    /// <summary>The style of the head above numbers, which stand at the right.</summary>
    internal static uint NumberHead => Head + 1;

    /// <summary>The style of a value.</summary>
    internal static uint Of(ReportValueKind kind, bool bold) => (uint)((Array.IndexOf(Kinds, kind) * 2) + (bold ? 1 : 0));

    internal static Stylesheet Sheet()
    {
        var formats = new NumberingFormats();
        var cells = new CellFormats();
        for (int index = 0; index < Kinds.Length; index++)
        {
            uint format = FirstFormat + (uint)index;
            formats.Append(new NumberingFormat { NumberFormatId = format, FormatCode = Code(Kinds[index]) });
            bool wraps = Kinds[index] == ReportValueKind.Text;
            cells.Append(Cell(format, font: 0, fill: 0, wraps), Cell(format, font: 1, fill: 0, wraps));
        }

        uint text = FirstFormat + (uint)Array.IndexOf(Kinds, ReportValueKind.Text);
        cells.Append(Cell(text, font: 1, fill: 2, wraps: true), Cell(text, font: 1, fill: 2, wraps: true, HorizontalAlignmentValues.Right));
        return new Stylesheet(
            formats,
            new Fonts(new Font(new FontSize { Val = 11 }, new FontName { Val = "Calibri" }), new Font(new Bold(), new FontSize { Val = 11 }, new FontName { Val = "Calibri" })),
            // The first two fills are reserved.
            new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 }), new Fill(new PatternFill(new ForegroundColor { Rgb = "FFE9EDF5" }) { PatternType = PatternValues.Solid })),
            new Borders(new Border()),
            new CellStyleFormats(new CellFormat()),
            cells);
    }

    private static CellFormat Cell(uint format, uint font, uint fill, bool wraps, HorizontalAlignmentValues? side = null) => new(Alignment(wraps, side))
    {
        NumberFormatId = format,
        FontId = font,
        FillId = fill,
        BorderId = 0,
        ApplyNumberFormat = true,
        ApplyFont = true,
        ApplyFill = true,
        ApplyAlignment = true,
    };

    // Texts keep a little away from the number at their left.
    private static Alignment Alignment(bool wraps, HorizontalAlignmentValues? side) => side is { } given
        ? new() { Vertical = VerticalAlignmentValues.Top, WrapText = wraps, Horizontal = given }
        : wraps ? new() { Vertical = VerticalAlignmentValues.Top, WrapText = true, Horizontal = HorizontalAlignmentValues.Left, Indent = 1 } : new() { Vertical = VerticalAlignmentValues.Top };

    private static string Code(ReportValueKind kind) => kind switch
    {
        ReportValueKind.Text => "@",
        ReportValueKind.Count => "#,##0",
        ReportValueKind.Number => "#,##0.00",
        // From a dollar up in cents, below to the nano-dollar as far as there are digits.
        ReportValueKind.Money => "[>=1]\"$\"#,##0.00;[=0]\"$\"0.00;\"$\"#,##0.00#######",
        ReportValueKind.Duration => "#,##0.000\" s\"",
        ReportValueKind.Bytes => "[>=1000000]#,##0.0,,\" MB\";[>=1000]#,##0.0,\" kB\";0\" B\"",
        ReportValueKind.Percent => "0.0%",
        ReportValueKind.Time => "yyyy\\-mm\\-dd hh:mm:ss",
        ReportValueKind.Date => "yyyy\\-mm\\-dd",
        // Excel writes TRUE and FALSE whatever the format; others take them for 1 and 0.
        ReportValueKind.Boolean => "\"yes\";\"yes\";\"no\"",
        _ => "General",
    };
}
