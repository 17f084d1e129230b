namespace Shannon.Analytics.Dashboards.Rendering;

/// <summary>A definition as JSON has it.</summary>
internal sealed record DashboardModel
{
    public string? Name { get; init; }

    /// <summary>In seconds.</summary>
    public double? RefreshInterval { get; init; }

    public IReadOnlyList<WidgetModel?>? Widgets { get; init; }
}
