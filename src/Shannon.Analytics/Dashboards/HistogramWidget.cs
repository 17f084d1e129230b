using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Dashboards;

/// <summary>How a metric's values are distributed. Gives <see cref="HistogramData"/>.</summary>
public sealed record HistogramWidget : DashboardWidget
{
    /// <inheritdoc/>
    public override string Type => "histogram";

    /// <summary>How many bins of equal width lie between the least and the greatest value, 1 to 500; 20 by default.</summary>
    public int Bins { get; init; } = 20;

    internal override void Validate(List<string> errors, string path)
    {
        base.Validate(errors, path);
        OptionChecks.Range(errors, path + "bins", Bins, 1, 500);
        if (IsDerived)
        {
            errors.Add($"{path}metric is {Metric}, a derived figure; a histogram shows a plain metric.");
        }
    }
}
