namespace Shannon.Analytics.Dashboards;

/// <summary>A value and what it means.</summary>
public sealed record GaugeData : WidgetData
{
    /// <summary>The latest value; <see langword="null"/> without records.</summary>
    public double? Value { get; init; }

    /// <summary>What it means by the thresholds; <see langword="null"/> without a value.</summary>
    public GaugeStatus? Status { get; init; }

    /// <summary>The thresholds.</summary>
    public IReadOnlyList<double> Thresholds { get; init; } = [];

    /// <inheritdoc/>
    public override bool HasData => Value is not null;
}
