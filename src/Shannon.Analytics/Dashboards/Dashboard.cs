namespace Shannon.Analytics.Dashboards;

/// <summary>A stored dashboard. Immutable.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Definition">What it shows.</param>
/// <param name="Version">1 when created, one more with every change.</param>
/// <param name="UpdatedAt">When it was last changed, in UTC.</param>
public sealed record Dashboard(string Id, DashboardDefinition Definition, long Version, DateTimeOffset UpdatedAt)
{
    /// <summary>Its name.</summary>
    public string Name => Definition.Name;
}
