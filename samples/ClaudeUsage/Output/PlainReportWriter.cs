namespace ClaudeUsage.Output;

/// <summary>Aligned text without colours or frames, for pipes, files and plain terminals.</summary>
internal sealed class PlainReportWriter(TextWriter output, int? width) : IReportWriter
{
    private const string Gap = "  ";

    // The gap after the last column is not written.
    public (int Between, int Edges) Frame => (Gap.Length, -Gap.Length);

    public void Heading(string text)
    {
        foreach (string line in WordWrap.Lines(text, width))
        {
            output.WriteLine(line);
        }
    }

    public void Table(TableText table)
    {
        Row(table, table.Headers);
        output.WriteLine(string.Join(Gap, table.Widths.Select(cells => new string('-', cells))));
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            Row(table, row);
        }

        if (table.Total is { } total)
        {
            Row(table, total);
        }

        if (table.Note is { } note)
        {
            Heading(note);
        }
    }

    public void Line(string label, string text, bool warning = false)
    {
        string indent = new(' ', SummaryLabels.Width);
        IReadOnlyList<string> lines = WordWrap.Lines(text, width - SummaryLabels.Width);
        for (int i = 0; i < lines.Count; i++)
        {
            output.WriteLine((i == 0 ? label.PadRight(SummaryLabels.Width) : indent) + lines[i]);
        }
    }

    public void Blank() => output.WriteLine();

    private void Row(TableText table, IReadOnlyList<string> cells) =>
        output.WriteLine(string.Join(Gap, cells.Select((cell, i) => CellText.Pad(cell, table.Widths[i], table.RightAligned[i]))).TrimEnd());
}
