namespace Shannon.Analytics.Dashboards.Rendering;

/// <summary>A widget as JSON has it: what does not apply to its type is absent.</summary>
internal sealed record WidgetModel
{
    public string? Type { get; init; }

    public string? Title { get; init; }

    public string? Metric { get; init; }

    /// <summary>In seconds.</summary>
    public double? Window { get; init; }

    public string? SessionId { get; init; }

    public string? UserId { get; init; }

    public string? Project { get; init; }

    public string? Function { get; init; }

    public IReadOnlyList<string>? Functions { get; init; }

    public string? GroupBy { get; init; }

    public IReadOnlyList<double>? Thresholds { get; init; }

    public int? Points { get; init; }

    public int? Columns { get; init; }

    public int? Rows { get; init; }

    public int? Limit { get; init; }

    public int? Bins { get; init; }
}
