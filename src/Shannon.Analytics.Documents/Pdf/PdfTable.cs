using System.Globalization;
using Shannon.Analytics.Documents.Text;
using Shannon.Analytics.Reporting.Documents;
using SkiaSharp;

namespace Shannon.Analytics.Documents.Pdf;

/// <summary>
/// Lays a table out: the head on every page, wide texts on several lines, and more columns than a page is wide in parts below each other that all begin with the first column.
/// </summary>
internal sealed class PdfTable(PdfFlow flow, ReportValueFormat format, TableBlock table, CancellationToken cancellationToken)
{
    private const double WidePadding = 5;
    private const double DensePadding = 2.5;
    private const double RowPadding = 3;
    private const double NarrowestText = 60;
    private const double LeastBelowTitle = 60;

    /// <summary>A table of so few rows is not divided between pages, if it is no longer than a third of one.</summary>
    private const int KeptTogether = 12;

    /// <summary>Rows that are looked at for the widths of columns.</summary>
    private const int Sample = 200;

    /// <summary>More of a text than this is only in CSV and Excel; the page says how much is missing.</summary>
    private const int LongestText = 600;

    private TextStyle _cell = new(8);
    private TextStyle _strong = new(8, Bold: true);
    private double _padding = WidePadding;

    /// <summary>How much of it must stand below its title: all of a short table, else its head and a row.</summary>
    internal double Beginning()
    {
        int rows = Math.Min(table.Rows.Count, table.MaxShownRows ?? int.MaxValue) + (table.Totals is null ? 0 : 1);
        return rows > KeptTogether ? LeastBelowTitle : Math.Min(flow.Full / 3, Math.Max(LeastBelowTitle, (rows + 2) * ((1.6 * PdfFlow.LineHeight(_cell)) + (2 * RowPadding))));
    }

    internal void Write()
    {
        if (table.Rows.Count == 0)
        {
            flow.Paragraph("No rows.", _cell, PdfColors.Muted);
            return;
        }

        double[] natural = NaturalWidths();
        int[][] parts = [.. Parts(natural)];
        if (parts.Length > 1)
        {
            // Closer and smaller, if a page is then wide enough.
            (_cell, _strong, _padding) = (new TextStyle(7), new TextStyle(7, Bold: true), DensePadding);
            natural = NaturalWidths();
            parts = [.. Parts(natural)];
        }

        foreach (int[] part in parts)
        {
            WritePart(part, Widths(part, natural));
            flow.Space(8);
        }

        flow.Space(-6);
        if (table.MaxShownRows is { } most && table.Rows.Count > most)
        {
            flow.Paragraph(string.Create(CultureInfo.InvariantCulture, $"{table.Rows.Count - most} more rows are not shown here; the CSV and Excel exports hold them all."), _cell, PdfColors.Muted);
        }
    }

    private void WritePart(int[] columns, double[] widths)
    {
        string[][] head = [.. columns.Select((column, place) => Lines(table.Columns[column].Heading, _strong, widths[place]))];
        double headHeight = Height(head);
        flow.Need(headHeight + 30);
        WriteHead(columns, widths, head, headHeight);
        int shown = Math.Min(table.Rows.Count, table.MaxShownRows ?? int.MaxValue);
        for (int row = 0; row < shown; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            WriteRow(table.Rows[row], columns, widths, _cell, () => WriteHead(columns, widths, head, headHeight));
        }

        if (table.Totals is { } totals)
        {
            flow.Fill(PdfFlow.Margin, flow.Y, widths.Sum(), 0.9, PdfColors.Muted);
            WriteRow(totals, columns, widths, _strong, () => WriteHead(columns, widths, head, headHeight));
        }
    }

    private void WriteHead(int[] columns, double[] widths, string[][] head, double height)
    {
        flow.Fill(PdfFlow.Margin, flow.Y, widths.Sum(), height, PdfColors.Soft);
        WriteCells(head, columns, widths, _strong, PdfColors.Muted);
        flow.Advance(height);
    }

    private void WriteRow(IReadOnlyList<ReportValue> row, int[] columns, double[] widths, TextStyle style, Action head)
    {
        string[][] cells = [.. columns.Select((column, place) => Lines(Text(row, column), style, widths[place]))];
        double height = Math.Min(Height(cells), flow.Full - 60);
        if (flow.Need(height))
        {
            head();
        }

        WriteCells(cells, columns, widths, style, PdfColors.Ink);
        flow.Advance(height);
        flow.Fill(PdfFlow.Margin, flow.Y - 0.5, widths.Sum(), 0.5, PdfColors.Line);
    }

    private void WriteCells(string[][] cells, int[] columns, double[] widths, TextStyle style, SKColor color)
    {
        double x = PdfFlow.Margin;
        for (int place = 0; place < columns.Length; place++)
        {
            bool right = table.Columns[columns[place]].IsNumeric;
            double y = flow.Y + RowPadding;
            foreach (string line in cells[place])
            {
                flow.Text(line, right ? x + widths[place] - _padding : x + _padding, PdfFlow.Baseline(y, style), style, color, right ? SKTextAlign.Right : SKTextAlign.Left);
                y += PdfFlow.LineHeight(style);
            }

            x += widths[place];
        }
    }

    private string Text(IReadOnlyList<ReportValue> row, int column)
    {
        string text = format.InTable(column < row.Count ? row[column] : ReportValue.Missing);
        if (text.Length <= LongestText)
        {
            return text;
        }

        int cut = char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText;
        return string.Create(CultureInfo.InvariantCulture, $"{text[..cut]}… ({text.Length - cut} more characters)");
    }

    private string[] Lines(string text, TextStyle style, double width) => [.. flow.Typesetter.Lines(text, style, width - (2 * _padding))];

    private double Height(string[][] cells) => (cells.Max(lines => lines.Length) * PdfFlow.LineHeight(_cell)) + (2 * RowPadding);

    private double[] NaturalWidths() => [.. table.Columns.Select((_, column) => NaturalWidth(column))];

    /// <summary>What a column needs so that nothing in it breaks; numbers never do.</summary>
    private double NaturalWidth(int column)
    {
        IEnumerable<ReportValue> cells = table.Rows.Take(Sample).Append(table.Totals ?? []).Where(row => column < row.Count).Select(row => row[column]);
        double widest = cells.Select(value => flow.Typesetter.Width(Beginning(format.InTable(value)), _strong)).DefaultIfEmpty(0).Max();
        double head = LongestWord(table.Columns[column].Heading);
        return Math.Min(flow.Width, Math.Max(widest, head) + (2 * _padding) + 1);
    }

    private static string Beginning(string text) => text.Length > 300 ? text[..300] : text;

    private double LongestWord(string text) => Beginning(text).Split(' ').Max(word => flow.Typesetter.Width(word, _strong));

    private double Narrowest(int column, double natural) => table.Columns[column].Kind == ReportValueKind.Text ? Math.Min(natural, NarrowestText) : natural;

    /// <summary>Columns that fit side by side.</summary>
    private IEnumerable<int[]> Parts(double[] natural)
    {
        List<int> part = [0];
        double used = Narrowest(0, natural[0]);
        for (int column = 1; column < natural.Length; column++)
        {
            double needed = Narrowest(column, natural[column]);
            if (used + needed > flow.Width && part.Count > 1)
            {
                yield return [.. part];
                part = [0];
                used = Narrowest(0, natural[0]);
            }

            part.Add(column);
            used += needed;
        }

        yield return [.. part];
    }

    /// <summary>Numbers get what they need; texts share the rest as they need it. A table that needs less is stretched to the page.</summary>
    private double[] Widths(int[] columns, double[] natural)
    {
        double[] widths = [.. columns.Select(column => Narrowest(column, natural[column]))];
        double[] wishes = [.. columns.Select((column, place) => natural[column] - widths[place])];
        double rest = flow.Width - widths.Sum();
        double wished = wishes.Sum();
        for (int place = 0; place < widths.Length && rest > 0; place++)
        {
            double share = wished <= 0 ? 0 : wishes[place] * Math.Min(1, rest / wished);
            widths[place] += share + (wished < rest ? (rest - wished) / widths.Length : 0);
        }

        return widths;
    }
}
