using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Dashboards.Rendering;

/// <summary>Makes a widget of its JSON, and remembers everything that is wrong with it.</summary>
internal sealed class WidgetReader(WidgetModel model, string path, List<string> errors)
{
    private const string Types = "line_chart, area_chart, counter, gauge, heatmap, table, top_n, histogram, stat";

    internal static TimeSpan Duration(double seconds, string name, List<string> errors)
    {
        if (double.IsFinite(seconds) && Math.Abs(seconds) < 1e10)
        {
            return TimeSpan.FromMicroseconds(Math.Round(seconds * 1e6));
        }

        errors.Add(FormattableString.Invariant($"{name} is {seconds} seconds; that is no duration."));
        return TimeSpan.FromSeconds(1);
    }

    internal DashboardWidget? Read()
    {
        Selector metric = Text(model.Metric, "metric", Selector.Parse) ?? Missing("metric");
        DashboardWidget? widget = model.Type switch
        {
            "line_chart" => new LineChartWidget { Metric = metric, Function = Function(AggregateFunction.Average), Points = model.Points ?? new LineChartWidget { Metric = metric }.Points },
            "area_chart" or "area" => new AreaChartWidget { Metric = metric, Function = Function(AggregateFunction.Average), Points = model.Points ?? new AreaChartWidget { Metric = metric }.Points },
            "counter" => new CounterWidget { Metric = metric, Function = Function(AggregateFunction.Sum) },
            "gauge" => new GaugeWidget { Metric = metric, Thresholds = model.Thresholds ?? [] },
            "heatmap" => ReadHeatmap(new HeatmapWidget { Metric = metric }),
            "table" => ReadTable(new TableWidget { Metric = metric }),
            "top_n" => ReadTop(new TopNWidget { Metric = metric }),
            "histogram" => new HistogramWidget { Metric = metric, Bins = model.Bins ?? new HistogramWidget { Metric = metric }.Bins },
            "stat" => new StatWidget { Metric = metric, Function = Function(AggregateFunction.Average), Points = model.Points ?? new StatWidget { Metric = metric }.Points },
            _ => null,
        };
        if (widget is null)
        {
            errors.Add($"{path}type is {model.Type ?? "missing"}; it must be one of {Types}.");
            return null;
        }

        widget = widget with { Title = model.Title, SessionId = model.SessionId, UserId = model.UserId, Project = model.Project };
        return model.Window is { } seconds ? widget with { Window = Duration(seconds, path + "window", errors) } : widget;
    }

    private HeatmapWidget ReadHeatmap(HeatmapWidget usual) => usual with
    {
        Function = Function(usual.Function),
        GroupBy = Key(usual.GroupBy),
        Columns = model.Columns ?? usual.Columns,
        Rows = model.Rows ?? usual.Rows,
    };

    private TableWidget ReadTable(TableWidget usual) => usual with
    {
        Functions = model.Functions is { } functions ? [.. functions.Select(text => Text<AggregateFunction?>(text, "functions", value => AggregateFunction.Parse(value)) ?? AggregateFunction.Count)] : usual.Functions,
        GroupBy = Key(usual.GroupBy)!.Value,
        Rows = model.Rows ?? usual.Rows,
    };

    private TopNWidget ReadTop(TopNWidget usual) => usual with { Function = Function(usual.Function), GroupBy = Key(usual.GroupBy)!.Value, Limit = model.Limit ?? usual.Limit };

    private AggregateFunction Function(AggregateFunction usual) => Text<AggregateFunction?>(model.Function, "function", text => AggregateFunction.Parse(text)) ?? usual;

    private GroupKey? Key(GroupKey? usual) => Text<GroupKey?>(model.GroupBy, "group_by", text => GroupKeyText.Read(text)) ?? usual;

    private Selector Missing(string name)
    {
        if (model.Metric is null)
        {
            errors.Add($"{path}{name} is missing; name what the widget shows, such as response_time.");
        }

        return Selector.All;
    }

    private T? Text<T>(string? text, string name, Func<string, T> parse)
    {
        if (text is null)
        {
            return default;
        }

        try
        {
            return parse(text);
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            errors.Add($"{path}{name} cannot be read: {error.Message}");
            return default;
        }
    }
}
