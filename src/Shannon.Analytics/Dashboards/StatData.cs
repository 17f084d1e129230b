namespace Shannon.Analytics.Dashboards;

/// <summary>A number and its course.</summary>
public sealed record StatData : WidgetData
{
    /// <summary>The number; <see langword="null"/> without records.</summary>
    public double? Value { get; init; }

    /// <summary>The same over the window before.</summary>
    public double? Previous { get; init; }

    /// <summary>The change against <see cref="Previous"/> in percent; <see langword="null"/> where there is nothing to compare with, or it is 0.</summary>
    public double? ChangePercent { get; init; }

    /// <summary>The course over the window.</summary>
    public IReadOnlyList<SeriesPoint> Sparkline { get; init; } = [];

    /// <inheritdoc/>
    public override bool HasData => Value is not null;
}
