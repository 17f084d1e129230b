namespace Shannon.Analytics.Dashboards;

/// <summary>What a widget shows at one moment. Immutable.</summary>
public abstract record WidgetData
{
    private protected WidgetData()
    {
    }

    /// <summary>The widget's type, such as <c>gauge</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The widget's heading.</summary>
    public required string Title { get; init; }

    /// <summary>The metric as it was defined.</summary>
    public required string Metric { get; init; }

    /// <summary>False if there is nothing to show yet.</summary>
    public abstract bool HasData { get; }
}
