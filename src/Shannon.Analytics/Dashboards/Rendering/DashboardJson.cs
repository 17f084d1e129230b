using System.Text.Json;

namespace Shannon.Analytics.Dashboards.Rendering;

/// <summary>Definitions as JSON.</summary>
internal static class DashboardJson
{
    internal static string Write(DashboardDefinition definition) => JsonSerializer.Serialize(
        new DashboardModel
        {
            Name = definition.Name,
            RefreshInterval = definition.RefreshInterval.TotalSeconds,
            Widgets = [.. definition.Widgets.Select(ModelOf)],
        },
        DashboardJsonContext.Default.DashboardModel);

    internal static DashboardDefinition Read(string json)
    {
        DashboardModel model = JsonSerializer.Deserialize(json, DashboardJsonContext.Default.DashboardModel) ?? throw new JsonException("A dashboard is a JSON object, not null.");
        var errors = new List<string>();
        var widgets = new List<DashboardWidget>();
        for (int i = 0; i < (model.Widgets?.Count ?? 0); i++)
        {
            if (new WidgetReader(model.Widgets![i] ?? new WidgetModel(), FormattableString.Invariant($"widgets[{i}]."), errors).Read() is { } widget)
            {
                widgets.Add(widget);
            }
        }

        var definition = new DashboardDefinition { Name = model.Name ?? string.Empty, Widgets = widgets };
        if (model.RefreshInterval is { } seconds)
        {
            definition = definition with { RefreshInterval = WidgetReader.Duration(seconds, "refresh_interval", errors) };
        }

        definition.Validate(errors.Count > 0 ? errors : null);
        return definition;
    }

    private static WidgetModel ModelOf(DashboardWidget widget)
    {
        var model = new WidgetModel
        {
            Type = widget.Type,
            Title = widget.Title,
            Metric = widget.Metric.ToString(),
            Window = widget.Window.TotalSeconds,
            SessionId = widget.SessionId,
            UserId = widget.UserId,
            Project = widget.Project,
        };
        return widget switch
        {
            LineChartWidget line => model with { Function = line.Function.ToString(), Points = line.Points },
            AreaChartWidget area => model with { Function = area.Function.ToString(), Points = area.Points },
            CounterWidget counter => model with { Function = counter.Function.ToString() },
            GaugeWidget gauge => model with { Thresholds = gauge.Thresholds },
            HeatmapWidget heatmap => model with { Function = heatmap.Function.ToString(), GroupBy = heatmap.GroupBy is { } key ? GroupKeyText.Write(key) : null, Columns = heatmap.Columns, Rows = heatmap.Rows },
            TableWidget table => model with { Functions = [.. table.Functions.Select(function => function.ToString())], GroupBy = GroupKeyText.Write(table.GroupBy), Rows = table.Rows },
            TopNWidget top => model with { Function = top.Function.ToString(), GroupBy = GroupKeyText.Write(top.GroupBy), Limit = top.Limit },
            HistogramWidget histogram => model with { Bins = histogram.Bins },
            StatWidget stat => model with { Function = stat.Function.ToString(), Points = stat.Points },
            _ => model,
        };
    }
}
