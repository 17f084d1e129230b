using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Dashboards;

/// <summary>A metric's course as an area, as it suits sums. Gives <see cref="SeriesData"/>.</summary>
public sealed record AreaChartWidget : DashboardWidget
{
    /// <inheritdoc/>
    public override string Type => "area_chart";

    /// <summary>What each point is, of a plain metric; the mean by default.</summary>
    public AggregateFunction Function { get; init; } = AggregateFunction.Average;

    /// <summary>How many points the window is divided into, 2 to 2,000; 60 by default.</summary>
    public int Points { get; init; } = 60;

    internal override void Validate(List<string> errors, string path)
    {
        base.Validate(errors, path);
        OptionChecks.Range(errors, path + "points", Points, 2, 2_000);
    }
}
