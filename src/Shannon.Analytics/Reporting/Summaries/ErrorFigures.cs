using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting.Figures;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting.Summaries;

/// <summary>What went wrong, and how many attempts there were.</summary>
internal sealed class ErrorFigures
{
    private readonly FigureQuery _errors;
    private readonly DerivedQuery _errorRate;
    private readonly DerivedQuery _successRate;

    internal ErrorFigures(FigureReader reader)
    {
        _errors = reader.Add(
            Selector.OfCategory(MetricCategory.Error),
            [AggregateFunction.Count],
            GroupKey.Attribute(FieldNames.ErrorType),
            GroupKey.Attribute(FieldNames.Severity),
            GroupKey.Attribute(FieldNames.Recoverable));
        _errorRate = new DerivedQuery(reader, DerivedFigure.ErrorRate);
        _successRate = new DerivedQuery(reader, DerivedFigure.SuccessRate);
    }

    internal long Total => (long)_errors.Groups.Sum(static group => group.Values[0] ?? 0);

    internal ErrorSection ToSection(ToolFigures? tools)
    {
        double yes = Count(static group => Is(group.Keys[2], "true"));
        double no = Count(static group => Is(group.Keys[2], "false"));
        return new ErrorSection
        {
            TotalErrors = Total,
            ErrorRate = _errorRate.Value,
            SuccessRate = _successRate.Value,
            RecoverableShare = yes + no > 0 ? yes / (yes + no) : null,
            ByType = By(0),
            BySeverity = By(1),
            ToolFailures = tools?.Failures ?? 0,
        };
    }

    private double Count(Func<AggregateGroup, bool> isMeant) => _errors.Groups.Where(isMeant).Sum(static group => group.Values[0] ?? 0);

    private ErrorEntry[] By(int key) =>
    [
        .. _errors.Groups.GroupBy(group => group.Keys[key] ?? UsageEntry.Unknown, StringComparer.Ordinal)
            .Select(entry => (entry.Key, Count: entry.Sum(static group => group.Values[0] ?? 0), Recoverable: entry.Where(static group => Is(group.Keys[2], "true")).Sum(static group => group.Values[0] ?? 0)))
            .OrderByDescending(static entry => entry.Count)
            .ThenBy(static entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new ErrorEntry(entry.Key, (long)entry.Count, entry.Count / Math.Max(1, Total), (long)entry.Recoverable)),
    ];

    private static bool Is(string? text, string word) => string.Equals(text, word, StringComparison.OrdinalIgnoreCase);
}
