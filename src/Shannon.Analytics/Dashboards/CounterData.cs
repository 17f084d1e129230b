namespace Shannon.Analytics.Dashboards;

/// <summary>A number.</summary>
public sealed record CounterData : WidgetData
{
    /// <summary>The number; <see langword="null"/> without records.</summary>
    public double? Value { get; init; }

    /// <inheritdoc/>
    public override bool HasData => Value is not null;
}
