using ClaudeUsage.CommandLine;

namespace ClaudeUsage.Output;

/// <summary>
/// Fits tables into a width: of the levels below the first that leaves names readable. Names are shortened before a column is given up,
/// numbers never; the cost stays to the last.
/// </summary>
internal static class TableLayout
{
    /// <summary>From all columns to two, and how many cells the name keeps at least; shorter names ask for less.</summary>
    private static readonly (int MinName, UsageColumn[] Columns)[] Levels =
    [
        (26, [UsageColumn.Name, UsageColumn.Project, UsageColumn.LastUsed, UsageColumn.Requests, UsageColumn.Input, UsageColumn.Output, UsageColumn.CacheWrite, UsageColumn.CacheRead, UsageColumn.Tokens, UsageColumn.Cost]),
        (24, [UsageColumn.Name, UsageColumn.Project, UsageColumn.Requests, UsageColumn.Input, UsageColumn.Output, UsageColumn.CacheWrite, UsageColumn.CacheRead, UsageColumn.Cost]),
        (22, [UsageColumn.Name, UsageColumn.Project, UsageColumn.Requests, UsageColumn.Input, UsageColumn.Output, UsageColumn.Cached, UsageColumn.Cost]),
        (18, [UsageColumn.Name, UsageColumn.Requests, UsageColumn.Input, UsageColumn.Output, UsageColumn.Cached, UsageColumn.Cost]),
        (16, [UsageColumn.Name, UsageColumn.Requests, UsageColumn.Tokens, UsageColumn.Cost]),
        (12, [UsageColumn.Name, UsageColumn.Tokens, UsageColumn.Cost]),
        (1, [UsageColumn.Name, UsageColumn.Cost]),
    ];

    private const int MinProject = 12;

    /// <summary>Lays tables out, all with the same columns of numbers.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="width">Cells there are, or <see langword="null"/> for as many as needed; names are then written out.</param>
    /// <param name="between">Cells that each column costs beside its text.</param>
    /// <param name="edges">Cells that a table costs once.</param>
    public static IReadOnlyList<TableText> Fit(IReadOnlyList<UsageTable> tables, int? width, int between, int edges)
    {
        foreach ((int minName, UsageColumn[] level) in Levels)
        {
            List<TableText> fitted = [.. tables.Select(table => TryFit(table, level, minName)).OfType<TableText>()];
            if (fitted.Count == tables.Count)
            {
                return fitted;
            }
        }

        // Narrower than a cost and one letter: let the terminal break the lines rather than hide the cost.
        UsageColumn[] last = Levels[^1].Columns;
        return [.. tables.Select(table => Draw(table, last, [1, Natural(table, UsageColumn.Cost, full: false)], full: false))];

        TableText? TryFit(UsageTable table, UsageColumn[] level, int minName)
        {
            bool full = width is null;
            UsageColumn[] columns = table.Breakdown == Breakdowns.Session
                ? level
                : [.. level.Where(column => column is not (UsageColumn.Project or UsageColumn.LastUsed))];
            int[] widths = [.. columns.Select(column => Natural(table, column, full))];
            return full || Squeeze(columns, widths, width!.Value - (columns.Length * between) - edges, minName)
                ? Draw(table, columns, widths, full)
                : null;
        }
    }

    /// <summary>Takes what is missing from the project, then from the name; whether that was enough.</summary>
    private static bool Squeeze(UsageColumn[] columns, int[] widths, int room, int minName)
    {
        int missing = widths.Sum() - room;
        for (int i = columns.Length - 1; i >= 0 && missing > 0; i--)
        {
            int keep = columns[i] switch
            {
                UsageColumn.Project => MinProject,
                UsageColumn.Name => minName,
                _ => int.MaxValue,
            };
            int taken = Math.Min(missing, Math.Max(0, widths[i] - Math.Min(keep, widths[i])));
            widths[i] -= taken;
            missing -= taken;
        }

        return missing <= 0;
    }

    private static int Natural(UsageTable table, UsageColumn column, bool full)
    {
        int width = Math.Max(CellText.Width(table.Title(column)), HasTotal(table) ? CellText.Width(table.TotalCell(column)) : 0);
        return Math.Max(width, table.Rows.Max(row => CellText.Width(table.Cell(row, column, full))));
    }

    private static TableText Draw(UsageTable table, UsageColumn[] columns, int[] widths, bool full)
    {
        string Fitted(string text, int i) => CellText.Shorten(text, widths[i], columns[i] == UsageColumn.Name ? table.NameCut : columns[i] == UsageColumn.Project ? Cut.Start : Cut.End);

        return new TableText(
            [.. columns.Select((column, i) => CellText.Shorten(table.Title(column), widths[i], Cut.End))],
            [.. table.Rows.Select(row => columns.Select((column, i) => Fitted(table.Cell(row, column, full), i)).ToArray())],
            HasTotal(table) ? [.. columns.Select((column, i) => CellText.Shorten(table.TotalCell(column), widths[i], Cut.End))] : null,
            widths,
            [.. columns.Select(column => column is not (UsageColumn.Name or UsageColumn.Project or UsageColumn.LastUsed))],
            table.HiddenRows == 0 ? null : $"{NumberText.Of(table.HiddenRows, "more row")}: --by {table.Breakdown.ToString().ToLowerInvariant()} shows all.");
    }

    private static bool HasTotal(UsageTable table) => table.Rows.Count > 1 || table.HiddenRows > 0;
}
