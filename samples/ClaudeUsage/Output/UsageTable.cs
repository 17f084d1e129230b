using System.Globalization;
using ClaudeUsage.CommandLine;
using ClaudeUsage.Totals;

namespace ClaudeUsage.Output;

/// <summary>One breakdown as a table: which rows, and the full text of each cell.</summary>
internal sealed record UsageTable
{
    /// <summary>Rows shown of a table that was not asked for by name; a screen or so.</summary>
    public const int OverviewRows = 20;

    public required Breakdowns Breakdown { get; init; }

    /// <summary>The rows to show.</summary>
    public required IReadOnlyList<UsageGroup> Rows { get; init; }

    /// <summary>How many rows were left out before or after these.</summary>
    public int HiddenRows { get; init; }

    /// <summary>The totals of all rows, hidden ones included.</summary>
    public required UsageTotals Totals { get; init; }

    public string NameTitle => Breakdown switch
    {
        Breakdowns.Day => "Day (UTC)",
        Breakdowns.Model => "Model",
        Breakdowns.Project => "Project",
        _ => "Session",
    };

    /// <summary>Where a name that is too long loses characters.</summary>
    public Cut NameCut => Breakdown switch
    {
        Breakdowns.Project or Breakdowns.Model => Cut.Start,
        _ => Cut.End,
    };

    /// <summary>The tables of a report. Those not asked for by name are cut to what matters most: the latest days and sessions, the dearest models and projects.</summary>
    public static IEnumerable<UsageTable> Of(UsageReport report, Breakdowns? by)
    {
        int limit = by is null ? OverviewRows : int.MaxValue;
        foreach ((Breakdowns breakdown, IReadOnlyList<UsageGroup> groups, bool latest) in new[]
        {
            (Breakdowns.Day, report.Days, true), (Breakdowns.Model, report.Models, false), (Breakdowns.Project, report.Projects, false), (Breakdowns.Session, report.Sessions, true),
        })
        {
            if ((by ?? Breakdowns.All).HasFlag(breakdown) && groups.Count > 0)
            {
                IEnumerable<UsageGroup> rows = latest ? groups.TakeLast(limit) : groups.Take(limit);
                yield return new UsageTable { Breakdown = breakdown, Rows = [.. rows], HiddenRows = Math.Max(0, groups.Count - limit), Totals = report.Totals };
            }
        }
    }

    public string Title(UsageColumn column) => column switch
    {
        UsageColumn.Name => NameTitle,
        UsageColumn.Project => "Project",
        UsageColumn.LastUsed => "Last used",
        UsageColumn.Requests => "Requests",
        UsageColumn.Input => "Input",
        UsageColumn.Output => "Output",
        UsageColumn.CacheWrite => "Cache write",
        UsageColumn.CacheRead => "Cache read",
        UsageColumn.Cached => "Cached",
        UsageColumn.Tokens => "Tokens",
        _ => "Cost",
    };

    /// <param name="full">Whether there is room for whole session ids and paths.</param>
    public string Cell(UsageGroup row, UsageColumn column, bool full) => column switch
    {
        UsageColumn.Name => Name(row.Name, full),
        UsageColumn.Project => Project(row.Project, full),
        UsageColumn.LastUsed => row.Totals.Last?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? string.Empty,
        _ => Number(row.Totals, column),
    };

    public string TotalCell(UsageColumn column) => column switch
    {
        UsageColumn.Name => "Total",
        UsageColumn.Project or UsageColumn.LastUsed => string.Empty,
        _ => Number(Totals, column),
    };

    private static string Number(UsageTotals totals, UsageColumn column) => column switch
    {
        UsageColumn.Requests => NumberText.Count(totals.Requests),
        UsageColumn.Input => NumberText.Tokens(totals.Input),
        UsageColumn.Output => NumberText.Tokens(totals.Output),
        UsageColumn.CacheWrite => NumberText.Tokens(totals.CacheCreation),
        UsageColumn.CacheRead => NumberText.Tokens(totals.CacheRead),
        UsageColumn.Cached => NumberText.Tokens(totals.CacheCreation + totals.CacheRead),
        UsageColumn.Tokens => NumberText.Tokens(totals.Tokens),
        _ => NumberText.Cost(totals.Cost, totals.UnpricedRequests),
    };

    /// <summary>The first eight characters tell sessions apart; models need no date, unless two differ by it alone.</summary>
    private string Name(string name, bool full)
    {
        string safe = CellText.Sanitise(name);
        return Breakdown switch
        {
            _ when full => safe,
            Breakdowns.Session => Guid.TryParse(safe, out _) ? safe[..8] : safe,
            Breakdowns.Model when Rows.Count(row => WithoutDate(row.Name) == WithoutDate(name)) == 1 => WithoutDate(safe),
            _ => safe,
        };
    }

    private static string WithoutDate(string model)
    {
        int dash = model.LastIndexOf('-');
        return dash > 0 && model.Length - dash == "-20260101".Length && long.TryParse(model.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _) ? model[..dash] : model;
    }

    /// <summary>Beside a session the last folder of the path tells enough.</summary>
    private static string Project(string? project, bool full)
    {
        string safe = CellText.Sanitise(project ?? string.Empty);
        string last = safe.TrimEnd('/', '\\');
        int slash = last.LastIndexOfAny(['/', '\\']);
        return full || slash < 0 ? safe : last[(slash + 1)..];
    }
}
