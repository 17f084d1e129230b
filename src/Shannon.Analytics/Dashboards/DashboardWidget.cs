using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Dashboards;

/// <summary>
/// One field of a dashboard: what it shows of which metric. The kinds are <see cref="LineChartWidget"/>, <see cref="AreaChartWidget"/>, <see cref="CounterWidget"/>,
/// <see cref="GaugeWidget"/>, <see cref="HeatmapWidget"/>, <see cref="TableWidget"/>, <see cref="TopNWidget"/>, <see cref="HistogramWidget"/> and <see cref="StatWidget"/>. Immutable.
/// </summary>
public abstract record DashboardWidget
{
    private protected DashboardWidget()
    {
    }

    /// <summary>The kind's word, such as <c>line_chart</c>.</summary>
    public abstract string Type { get; }

    /// <summary>The heading; the metric's name by default.</summary>
    public string? Title { get; init; }

    /// <summary>What is shown: a name, a category, <c>name.measurement</c> or a derived figure such as <c>active_sessions</c>.</summary>
    public required Selector Metric { get; init; }

    /// <summary>How far back, 1 second to 366 days; 5 minutes by default.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Only this session.</summary>
    public string? SessionId { get; init; }

    /// <summary>Only this user.</summary>
    public string? UserId { get; init; }

    /// <summary>Only this project.</summary>
    public string? Project { get; init; }

    internal bool IsNarrowed => (SessionId ?? UserId ?? Project) is not null;

    /// <summary>Whether the metric is computed from several others.</summary>
    internal bool IsDerived => DerivedFigure.Of(Metric) is not null;

    internal virtual void Validate(List<string> errors, string path)
    {
        OptionChecks.NotNull(errors, path + "metric", Metric);
        OptionChecks.Range(errors, path + "window", Window, TimeSpan.FromSeconds(1), TimeSpan.FromDays(366));
        OptionChecks.Range(errors, path + "title length", Title?.Length ?? 0, 0, 200);
    }
}
