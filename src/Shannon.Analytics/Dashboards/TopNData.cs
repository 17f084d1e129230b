namespace Shannon.Analytics.Dashboards;

/// <summary>A ranking.</summary>
public sealed record TopNData : WidgetData
{
    /// <summary>The places, the greatest first; each with one value.</summary>
    public IReadOnlyList<LabelledValues> Items { get; init; } = [];

    /// <inheritdoc/>
    public override bool HasData => Items.Count > 0;
}
