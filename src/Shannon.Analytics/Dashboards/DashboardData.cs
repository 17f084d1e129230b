namespace Shannon.Analytics.Dashboards;

/// <summary>What a dashboard shows at one moment. Immutable.</summary>
public sealed record DashboardData
{
    /// <summary>The dashboard's id.</summary>
    public required string DashboardId { get; init; }

    /// <summary>The dashboard's name.</summary>
    public required string Name { get; init; }

    /// <summary>The moment, in UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>What each widget shows, in the order of the definition.</summary>
    public required IReadOnlyList<WidgetData> Widgets { get; init; }

    /// <summary>The data as JSON with snake_case keys; each widget says in <c>has_data</c> whether there is anything to show.</summary>
    public string ToJson() => Rendering.DashboardDataJson.Write(this);

    /// <summary>The data as JSON.</summary>
    public override string ToString() => ToJson();
}
