using System.Globalization;
using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Reporting.Formatting;

/// <summary>Writes tables.</summary>
internal sealed class HtmlTables(Html html, ReportValueFormat format)
{
    /// <summary>Longer texts show their beginning, and unfold.</summary>
    private const int LongText = 160;

    internal void Write(TableBlock table, string id)
    {
        if (table.Rows.Count == 0)
        {
            html.Raw("<p class=\"none\">No rows.</p>\n");
            return;
        }

        // What scrolls must be reachable by keyboard, and then needs a name.
        html.Raw("<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"").Text(table.Title is { } title ? $"Table: {title}" : "Table").Raw("\">");
        html.Raw($"<table id=\"{id}\"><caption class=\"hidden\">").Text(table.Title ?? "Table").Raw("</caption><thead><tr>");
        foreach (TableColumn column in table.Columns)
        {
            html.Raw($"<th scope=\"col\"{Class(column)}>").Text(column.Label);
            if (column.UnitToShow is { } unit)
            {
                html.Raw(" ").Element("span class=\"unit\"", unit);
            }

            html.Raw("</th>");
        }

        html.Raw("</tr></thead>\n<tbody>\n");
        int shown = Math.Min(table.Rows.Count, table.MaxShownRows ?? int.MaxValue);
        for (int row = 0; row < shown; row++)
        {
            Row(table, table.Rows[row]);
        }

        html.Raw("</tbody>");
        if (table.Totals is { } totals)
        {
            html.Raw("<tfoot>");
            Row(table, totals);
            html.Raw("</tfoot>");
        }

        html.Raw("</table></div>\n");
        if (shown < table.Rows.Count)
        {
            html.Raw(string.Create(CultureInfo.InvariantCulture, $"<p class=\"more\">{table.Rows.Count - shown} more rows are not shown here; the CSV and Excel exports hold them all.</p>\n"));
        }
    }

    private void Row(TableBlock table, IReadOnlyList<ReportValue> row)
    {
        html.Raw("<tr>");
        for (int index = 0; index < table.Columns.Count; index++)
        {
            ReportValue value = index < row.Count ? row[index] : ReportValue.Missing;
            string tag = index == 0 ? "th scope=\"row\"" : "td";
            html.Raw("<").Raw(tag).Raw(Class(table.Columns[index])).Raw(">");
            Cell(value);
            html.Raw(index == 0 ? "</th>" : "</td>");
        }

        html.Raw("</tr>\n");
    }

    private void Cell(ReportValue value)
    {
        string text = format.Full(value);
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

    private static string Class(TableColumn column) => column switch
    {
        { IsNumeric: true } => " class=\"num\"",
        { Kind: ReportValueKind.Time or ReportValueKind.Date } => " class=\"time\"",
        _ => string.Empty,
    };
}
