using System.Globalization;
using System.Text;
using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Reporting.Formatting;

/// <summary>Writes the parts of a document as Markdown.</summary>
internal sealed class MarkdownWriter(ReportDocument document)
{
    /// <summary>The points of a chart are for looking up, not for reading: a year of hours would bury the rest.</summary>
    private const int MaxChartRows = 60;

    private readonly ReportValueFormat _format = new(document.Presentation);

    internal string Head()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {Escape(document.Title)}\n\n");
        if (document.Subtitle is { } subtitle)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Escape(subtitle)}\n\n");
        }

        string zone = _format.Zone(document.GeneratedAt);
        text.Append(CultureInfo.InvariantCulture, $"**Period:** {Escape(_format.Period(document.Period))}  \n**Generated:** {Escape(_format.Readable(ReportValue.Time(document.GeneratedAt)))}  \n**Times in:** {Escape(zone)}\n");
        return text.ToString();
    }

    internal string Section(ReportSection section)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n## {Escape(section.Title)}\n");
        if (section.Lead is { } lead)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{Escape(lead)}\n");
        }

        foreach (ReportBlock block in section.Blocks)
        {
            if (block.Title is { } title)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n### {Escape(title)}\n");
            }

            Block(text, block);
        }

        return text.ToString();
    }

    private void Block(StringBuilder text, ReportBlock block)
    {
        switch (block)
        {
            case KeyFiguresBlock figures:
                Figures(text, figures.Figures);
                break;
            case TableBlock table:
                Table(text, table);
                break;
            case ChartBlock chart:
                Table(text, chart.ToTable() with { MaxShownRows = MaxChartRows });
                break;
            case TextBlock paragraphs:
                foreach (string paragraph in paragraphs.Paragraphs)
                {
                    text.Append('\n').Append(paragraphs.Tone switch { TextTone.Warning => "> **Warning:** ", TextTone.Note => "> ", _ => string.Empty }).Append(Escape(paragraph)).Append('\n');
                }

                break;
            case RecommendationsBlock advice:
                foreach (RecommendationItem item in advice.Items)
                {
                    Recommendation(text, item);
                }

                break;
        }
    }

    private void Figures(StringBuilder text, IReadOnlyList<KeyFigure> figures)
    {
        text.Append("\n| Figure | Value | Change | Note |\n| :--- | ---: | :--- | :--- |\n");
        foreach (KeyFigure figure in figures)
        {
            string change = figure.Change is { } moved ? $"{_format.Change(moved)} {moved.Against}".TrimEnd() : string.Empty;
            Row(text, [figure.Label, _format.Readable(figure.Value, figure.Unit), change, figure.Note ?? string.Empty]);
        }
    }

    private void Table(StringBuilder text, TableBlock table)
    {
        int shown = Math.Min(table.Rows.Count, table.MaxShownRows ?? int.MaxValue);
        text.Append('\n');
        Row(text, table.Columns.Select(column => column.Heading));
        text.Append('|');
        foreach (TableColumn column in table.Columns)
        {
            text.Append(column.IsNumeric ? " ---: |" : " :--- |");
        }

        text.Append('\n');
        for (int row = 0; row < shown; row++)
        {
            Row(text, table.Rows[row].Select(value => _format.Full(value)));
        }

        if (table.Totals is { } totals)
        {
            text.Append('|');
            foreach (ReportValue value in totals)
            {
                text.Append(value.IsMissing ? " |" : $" **{Escape(_format.Full(value))}** |");
            }

            text.Append('\n');
        }

        if (table.Rows.Count == 0)
        {
            text.Append("\nNo rows.\n");
        }
        else if (shown < table.Rows.Count)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n*{table.Rows.Count - shown} more rows are not shown.*\n");
        }
    }

    private void Recommendation(StringBuilder text, RecommendationItem item)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n- **{Escape(item.Title)}**");
        if (!item.Saving.IsMissing)
        {
            text.Append(CultureInfo.InvariantCulture, $" (saves about {Escape(_format.Readable(item.Saving))}{(item.SavingNote is { } note ? " " + Escape(note) : string.Empty)})");
        }

        text.Append('\n');
        if (item.Text is { } why)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  {Escape(why)}\n\n");
        }

        foreach (KeyFigure figure in item.Evidence)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - {Escape(figure.Label)}: {Escape(_format.Readable(figure.Value, figure.Unit))}{(figure.Note is { } note ? $" ({Escape(note)})" : string.Empty)}\n");
        }
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells)
    {
        text.Append('|');
        foreach (string cell in cells)
        {
            text.Append(' ').Append(Escape(cell)).Append(" |");
        }

        text.Append('\n');
    }

    /// <summary>Text that Markdown takes literally, on one line.</summary>
    private static string Escape(string plain)
    {
        string visible = ReportValueFormat.Visible(plain);
        var text = new StringBuilder(visible.Length + 8);
        for (int index = 0; index < visible.Length; index++)
        {
            char letter = visible[index];
            switch (letter)
            {
                case '<':
                    text.Append("&lt;");
                    break;
                case '>':
                    text.Append("&gt;");
                    break;
                case '&':
                    text.Append("&amp;");
                    break;
                case '\n':
                case '\t':
                    text.Append(' ');
                    break;
                case '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '~':
                    text.Append('\\').Append(letter);
                    break;
                case ':' when visible.AsSpan(index).StartsWith("://", StringComparison.Ordinal):
                    // No link that nobody wrote.
                    text.Append("&#58;");
                    break;
                case '.' when index >= 3 && visible.AsSpan(index - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase):
                    text.Append("&#46;");
                    break;
                case '@':
                    text.Append("&#64;");
                    break;
                case '#' or '+' or '-' or '=' when index == 0:
                    text.Append('\\').Append(letter);
                    break;
                case '.' or ')' when index is > 0 and < 10 && (index + 1 == visible.Length || visible[index + 1] == ' ') && !visible.AsSpan(0, index).ContainsAnyExceptInRange('0', '9'):
                    text.Append('\\').Append(letter);
                    break;
                default:
                    text.Append(letter);
                    break;
            }
        }

        return text.ToString();
    }
}
