namespace Shannon.Analytics.Dashboards;

/// <summary>A distribution.</summary>
public sealed record HistogramData : WidgetData
{
    /// <summary>The bins, rising; empty without records.</summary>
    public IReadOnlyList<HistogramBin> Bins { get; init; } = [];

    /// <inheritdoc/>
    public override bool HasData => Bins.Count > 0;
}
