using Spectre.Console;

namespace ClaudeUsage.Output;

/// <summary>Framed tables with colours, for terminals. All text is literal: brackets in names are no markup.</summary>
internal sealed class SpectreReportWriter(IAnsiConsole console) : IReportWriter
{
    private static readonly Style Label = new(Color.Grey);
    private static readonly Style Warning = new(Color.Yellow);
    private static readonly Style Bold = new(decoration: Decoration.Bold);
    private static readonly Style Title = new(Color.Teal, decoration: Decoration.Bold);

    // A bar and a space on each side of every column, and the bar on the right.
    public (int Between, int Edges) Frame => (3, 1);

    public void Heading(string text) => Write(text, Title);

    public void Table(TableText table)
    {
        var view = new Table { Border = TableBorder.Rounded, BorderStyle = Label, ShowFooters = table.Total is not null };
        for (int i = 0; i < table.Headers.Count; i++)
        {
            var column = new TableColumn(new Text(table.Headers[i], Title))
            {
                Width = table.Widths[i],
                NoWrap = true,
                Alignment = table.RightAligned[i] ? Justify.Right : Justify.Left,
                Footer = table.Total is { } total ? new Text(total[i], Bold) : null,
            };
            view.AddColumn(column);
        }

        foreach (IReadOnlyList<string> row in table.Rows)
        {
            view.AddRow(row.Select(cell => new Text(cell)));
        }

        console.Write(view);
        if (table.Note is { } note)
        {
            Write(note, Label);
        }
    }

    public void Line(string label, string text, bool warning = false)
    {
        IReadOnlyList<string> lines = WordWrap.Lines(text, console.Profile.Width - SummaryLabels.Width);
        for (int i = 0; i < lines.Count; i++)
        {
            console.Write(new Text((i == 0 ? label : string.Empty).PadRight(SummaryLabels.Width), warning ? Warning : Label));
            console.Write(new Text(lines[i]));
            console.WriteLine();
        }
    }

    public void Blank() => console.WriteLine();

    private void Write(string text, Style style)
    {
        foreach (string line in WordWrap.Lines(text, console.Profile.Width))
        {
            console.Write(new Text(line, style));
            console.WriteLine();
        }
    }
}
