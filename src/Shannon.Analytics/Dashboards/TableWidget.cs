using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Dashboards;

/// <summary>Figures of a metric by what records carry. Gives <see cref="TableData"/>.</summary>
public sealed record TableWidget : DashboardWidget
{
    /// <inheritdoc/>
    public override string Type => "table";

    /// <summary>What makes the rows; models by default.</summary>
    public GroupKey GroupBy { get; init; } = GroupKey.Model;

    /// <summary>The columns, 1 to 16, of a plain metric; count, mean and p95 by default.</summary>
    public IReadOnlyList<AggregateFunction> Functions { get; init; } = [AggregateFunction.Count, AggregateFunction.Average, AggregateFunction.Percentile(95)];

    /// <summary>At most this many rows, those with the greatest first column; 1 to 1,000, 50 by default.</summary>
    public int Rows { get; init; } = 50;

    internal override void Validate(List<string> errors, string path)
    {
        base.Validate(errors, path);
        OptionChecks.Range(errors, path + "rows", Rows, 1, 1_000);
        OptionChecks.Range(errors, path + "functions count", Functions?.Count ?? 0, 1, 16);
    }
}
