namespace Shannon.Analytics.Benchmarks.Macro;

/// <summary>A Markdown table with aligned columns; columns that hold numbers are aligned right.</summary>
internal sealed class TextTable(params string[] headings)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row with one cell per heading.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Prints the table; nothing when it has no rows.</summary>
    public void Write(TextWriter output)
    {
        if (_rows.Count == 0)
        {
            return;
        }

        int[] widths = [.. headings.Select((h, i) => Math.Max(3, Math.Max(h.Length, _rows.Max(r => r[i].Length))))];
        bool[] right = [.. headings.Select((_, i) => _rows.All(r => r[i] is "-" || char.IsAsciiDigit(r[i][0])))];
        WriteLine(output, headings, widths, right);
        output.WriteLine("|" + string.Join('|', widths.Select((w, i) =>
            right[i] ? new string('-', w + 1) + ':' : new string('-', w + 2))) + "|");
        foreach (string[] row in _rows)
        {
            WriteLine(output, row, widths, right);
        }
    }

    private static void WriteLine(TextWriter output, string[] cells, int[] widths, bool[] right) =>
        output.WriteLine("| " + string.Join(" | ", cells.Select((c, i) =>
            right[i] ? c.PadLeft(widths[i]) : c.PadRight(widths[i]))) + " |");
}
