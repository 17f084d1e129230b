using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Dashboards;

/// <summary>A metric by time and by what records carry. <c>error_distribution</c> means errors by their type. Gives <see cref="HeatmapData"/>.</summary>
public sealed record HeatmapWidget : DashboardWidget
{
    /// <inheritdoc/>
    public override string Type => "heatmap";

    /// <summary>What makes the rows; <see langword="null"/> (the default) for <c>error_type</c> of errors, and the metric's name otherwise.</summary>
    public GroupKey? GroupBy { get; init; }

    /// <summary>What each cell is; the count by default.</summary>
    public AggregateFunction Function { get; init; } = AggregateFunction.Count;

    /// <summary>How many columns the window is divided into, 2 to 500; 30 by default.</summary>
    public int Columns { get; init; } = 30;

    /// <summary>At most this many rows, those with the greatest sums; 1 to 200, 20 by default.</summary>
    public int Rows { get; init; } = 20;

    internal override void Validate(List<string> errors, string path)
    {
        base.Validate(errors, path);
        OptionChecks.Range(errors, path + "columns", Columns, 2, 500);
        OptionChecks.Range(errors, path + "rows", Rows, 1, 200);
        if (IsDerived && Metric.Name != DerivedFigure.ErrorDistribution)
        {
            errors.Add($"{path}metric is {Metric}, a derived figure; a heatmap shows a plain metric, or error_distribution.");
        }
    }
}
