using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Documents.Excel;

/// <summary>What goes on one sheet: a head that stays in sight, and rows.</summary>
internal sealed record Grid
{
    /// <summary>The wished name of the sheet.</summary>
    internal required string Name { get; init; }

    /// <summary>The columns' names.</summary>
    internal required IReadOnlyList<string> Head { get; init; }

    internal required IEnumerable<IReadOnlyList<ReportValue>> Rows { get; init; }

    internal IReadOnlyList<ReportValue>? Totals { get; init; }
}
