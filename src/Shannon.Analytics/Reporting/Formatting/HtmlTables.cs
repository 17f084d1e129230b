using System.Globalization;
using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Reporting.Formatting;

/// <summary>Writes tables.</summary>
internal sealed class HtmlTables(Html html, ReportValueFormat format)
{
    /// <summary>Longer texts show their beginning, and unfold.</summary>
    private const int LongText = 160;

    /// <summary>A column with longer texts gets room to break them at words.</summary>
    private const int ShortText = 20;

    /// <summary>On paper a table of so few rows is not divided.</summary>
    private const int KeptTogether = 12;

    internal void Write(TableBlock table, string id)
    {
        if (table.Rows.Count == 0)
        {
            html.Raw("<p class=\"none\">No rows.</p>\n");
            return;
        }

        int shown = Math.Min(table.Rows.Count, table.MaxShownRows ?? int.MaxValue);
        string[] classes = [.. table.Columns.Select((column, index) => Class(column, table.Rows.Take(shown), index))];

        // What scrolls must be reachable by keyboard, and then needs a name.
        html.Raw($"<div class=\"scroll{(shown <= KeptTogether ? " whole" : string.Empty)}\" role=\"group\" tabindex=\"0\" aria-label=\"").Text(table.Title is { } title ? $"Table: {title}" : "Table").Raw("\">");
        html.Raw($"<table id=\"{id}\"><caption class=\"hidden\">").Text(table.Title ?? "Table").Raw("</caption><thead><tr>");
        for (int index = 0; index < table.Columns.Count; index++)
        {
            TableColumn column = table.Columns[index];
            html.Raw($"<th scope=\"col\"{classes[index]}>").Text(column.Label);
            if (column.UnitToShow is { } unit)
            {
                html.Raw(" ").Element("span class=\"unit\"", unit);
            }

            html.Raw("</th>");
        }

        html.Raw("</tr></thead>\n<tbody>\n");
        for (int row = 0; row < shown; row++)
        {
            Row(table, table.Rows[row], classes);
        }

        html.Raw("</tbody>");
        if (table.Totals is { } totals)
        {
            html.Raw("<tfoot>");
            Row(table, totals, classes);
            html.Raw("</tfoot>");
        }

        html.Raw("</table></div>\n");
        if (shown < table.Rows.Count)
        {
            html.Raw(string.Create(CultureInfo.InvariantCulture, $"<p class=\"more\">{table.Rows.Count - shown} more rows are not shown here; the CSV and Excel exports hold them all.</p>\n"));
        }
    }

    private void Row(TableBlock table, IReadOnlyList<ReportValue> row, string[] classes)
    {
        html.Raw("<tr>");
        for (int index = 0; index < table.Columns.Count; index++)
        {
            ReportValue value = index < row.Count ? row[index] : ReportValue.Missing;
            string text = format.InTable(value);
            html.Raw(index == 0 ? "<th scope=\"row\"" : "<td").Raw(classes[index]);
            if (value.Kind == ReportValueKind.Count && format.Full(value) is var full && full != text)
            {
                html.Raw(" title=\"").Text(full).Raw("\"");
            }

            html.Raw(">");
            Cell(value, text);
            html.Raw(index == 0 ? "</th>" : "</td>");
        }

        html.Raw("</tr>\n");
    }

    private void Cell(ReportValue value, string text)
    {
        if (value.Kind != ReportValueKind.Text)
        {
            html.Text(text);
            return;
        }

        if (text.Length <= LongText)
        {
            html.Raw("<bdi>").Text(text).Raw("</bdi>");
            return;
        }

        // Not between the halves of a pair.
        int cut = char.IsHighSurrogate(text[LongText - 1]) ? LongText - 1 : LongText;
        html.Raw("<details class=\"long\"><summary><bdi>").Text(text[..cut]).Raw("…</bdi></summary><bdi>").Text(text).Raw("</bdi></details>");
    }

    private static string Class(TableColumn column, IEnumerable<IReadOnlyList<ReportValue>> rows, int index) => column switch
    {
        { IsNumeric: true } => " class=\"num\"",
        { Kind: ReportValueKind.Time or ReportValueKind.Date } => " class=\"time\"",
        { Kind: ReportValueKind.Text } when rows.Any(row => index < row.Count && row[index] is { Kind: ReportValueKind.Text, AsText.Length: > ShortText }) => " class=\"wide\"",
        _ => string.Empty,
    };
}
