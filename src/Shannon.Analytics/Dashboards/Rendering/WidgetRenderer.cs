using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Realtime;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Dashboards.Rendering;

/// <summary>Fills widgets with what the store holds at one moment. Thread-safe.</summary>
internal sealed class WidgetRenderer(IMetricStore store, IMetricsAggregator aggregator, Func<RealtimeHub> realtime)
{
    private const string Unknown = "unknown";

    internal Task<WidgetData> RenderAsync(DashboardWidget widget, DateTimeOffset now, CancellationToken cancellationToken) => widget switch
    {
        LineChartWidget line => RenderSeriesAsync(line, line.Function, line.Points, now, cancellationToken),
        AreaChartWidget area => RenderSeriesAsync(area, area.Function, area.Points, now, cancellationToken),
        CounterWidget counter => RenderCounterAsync(counter, now, cancellationToken),
        GaugeWidget gauge => RenderGaugeAsync(gauge, now, cancellationToken),
        StatWidget stat => RenderStatAsync(stat, now, cancellationToken),
        HeatmapWidget heatmap => RenderHeatmapAsync(heatmap, now, cancellationToken),
        TableWidget table => RenderTableAsync(table, now, cancellationToken),
        TopNWidget top => RenderTopAsync(top, now, cancellationToken),
        HistogramWidget histogram => RenderHistogramAsync(histogram, now, cancellationToken),
        _ => throw new NotSupportedException($"There is nothing to draw a widget of type {widget.Type} with."),
    };

    private async Task<WidgetData> RenderSeriesAsync(DashboardWidget widget, AggregateFunction function, int points, DateTimeOffset now, CancellationToken cancellationToken) => new SeriesData
    {
        Type = widget.Type,
        Title = TitleOf(widget),
        Metric = widget.Metric.ToString(),
        Points = await CourseAsync(widget, function, points, now, cancellationToken).ConfigureAwait(false),
    };

    private async Task<WidgetData> RenderCounterAsync(CounterWidget widget, DateTimeOffset now, CancellationToken cancellationToken) => new CounterData
    {
        Type = widget.Type,
        Title = TitleOf(widget),
        Metric = widget.Metric.ToString(),
        Value = await ValueNowAsync(widget, widget.Function, now, cancellationToken).ConfigureAwait(false),
    };

    private async Task<WidgetData> RenderGaugeAsync(GaugeWidget widget, DateTimeOffset now, CancellationToken cancellationToken)
    {
        double? value = await ValueNowAsync(widget, AggregateFunction.Last, now, cancellationToken).ConfigureAwait(false);
        return new GaugeData
        {
            Type = widget.Type,
            Title = TitleOf(widget),
            Metric = widget.Metric.ToString(),
            Value = value,
            Status = value is { } known ? (GaugeStatus)widget.Thresholds.Count(threshold => known >= threshold) : null,
            Thresholds = widget.Thresholds,
        };
    }

    private async Task<WidgetData> RenderStatAsync(StatWidget widget, DateTimeOffset now, CancellationToken cancellationToken)
    {
        double? value = await TotalAsync(widget, widget.Function, WindowOf(widget, now), cancellationToken).ConfigureAwait(false);
        double? previous = await TotalAsync(widget, widget.Function, WindowOf(widget, now - widget.Window), cancellationToken).ConfigureAwait(false);
        return new StatData
        {
            Type = widget.Type,
            Title = TitleOf(widget),
            Metric = widget.Metric.ToString(),
            Value = value,
            Previous = previous,
            ChangePercent = previous is null or 0 ? null : 100 * (value - previous) / Math.Abs(previous.Value),
            Sparkline = await CourseAsync(widget, widget.Function, widget.Points, now, cancellationToken).ConfigureAwait(false),
        };
    }

    private async Task<WidgetData> RenderHeatmapAsync(HeatmapWidget widget, DateTimeOffset now, CancellationToken cancellationToken)
    {
        bool errors = widget.Metric is { Kind: SelectorKind.Derived, Name: DerivedFigure.ErrorDistribution } or { Kind: SelectorKind.Category, Category: MetricCategory.Error };
        Selector metric = errors ? Selector.OfCategory(MetricCategory.Error, widget.Metric.Measurement) : DerivedFigure.AliasOf(widget.Metric);
        var (bucket, range) = Grid(widget.Window, widget.Columns, now);
        AggregateResult result = await store.AggregateAsync(
            Filter(widget).Apply(new AggregateQuery
            {
                Selector = metric,
                OrSelectors = ValueSources.BesideOf(metric),
                Functions = [widget.Function],
                Bucket = bucket,
                GroupBy = [widget.GroupBy ?? (errors ? GroupKey.Attribute(FieldNames.ErrorType) : GroupKey.Name)],
                Range = range,
            }),
            cancellationToken).ConfigureAwait(false);
        var rows = new Dictionary<string, double?[]>(StringComparer.Ordinal);
        foreach (AggregateGroup group in result.Groups)
        {
            string label = group.Keys[0] ?? Unknown;
            if (!rows.TryGetValue(label, out double?[]? cells))
            {
                rows[label] = cells = new double?[widget.Columns];
            }

            cells[(int)((group.BucketStart!.Value - range.Start!.Value) / bucket.Width)] = group.Values[0];
        }

        return new HeatmapData
        {
            Type = widget.Type,
            Title = TitleOf(widget),
            Metric = widget.Metric.ToString(),
            Columns = [.. Enumerable.Range(0, rows.Count == 0 ? 0 : widget.Columns).Select(column => range.Start!.Value + (column * bucket.Width))],
            Rows = [.. rows.OrderByDescending(row => row.Value.Sum()).ThenBy(row => row.Key, StringComparer.Ordinal).Take(widget.Rows).Select(row => new LabelledValues(row.Key, row.Value))],
        };
    }

    private async Task<WidgetData> RenderTableAsync(TableWidget widget, DateTimeOffset now, CancellationToken cancellationToken)
    {
        DimensionAggregation groups = await GroupAsync(widget, widget.GroupBy, widget.Functions, widget.Rows, now, cancellationToken).ConfigureAwait(false);
        return new TableData
        {
            Type = widget.Type,
            Title = TitleOf(widget),
            Metric = widget.Metric.ToString(),
            Columns = groups.Rows.Count > 0 ? [.. groups.Rows[0].Values.Keys] : [],
            Rows = [.. groups.Rows.Select(row => new LabelledValues(row.Dimensions[0] ?? Unknown, [.. row.Values.Values]))],
        };
    }

    private async Task<WidgetData> RenderTopAsync(TopNWidget widget, DateTimeOffset now, CancellationToken cancellationToken)
    {
        DimensionAggregation groups = await GroupAsync(widget, widget.GroupBy, [widget.Function], widget.Limit, now, cancellationToken).ConfigureAwait(false);
        return new TopNData
        {
            Type = widget.Type,
            Title = TitleOf(widget),
            Metric = widget.Metric.ToString(),
            Items = [.. groups.Rows.Select(row => new LabelledValues(row.Dimensions[0] ?? Unknown, [.. row.Values.Values]))],
        };
    }

    private async Task<WidgetData> RenderHistogramAsync(HistogramWidget widget, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Selector metric = DerivedFigure.AliasOf(widget.Metric);
        Series series = await store.ReadSeriesAsync(
            Filter(widget).Apply(new SeriesQuery { Selector = metric, OrSelectors = ValueSources.BesideOf(metric), Range = WindowOf(widget, now), IsLent = true }),
            cancellationToken).ConfigureAwait(false);
        HistogramData histogram = new()
        {
            Type = widget.Type,
            Title = TitleOf(widget),
            Metric = widget.Metric.ToString(),
            Bins = HistogramBuilder.Build(series.Values.Span, widget.Bins),
        };
        series.Return();
        return histogram;
    }

    private async Task<IReadOnlyList<SeriesPoint>> CourseAsync(DashboardWidget widget, AggregateFunction function, int points, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (bucket, range) = Grid(widget.Window, points, now);
        TimeAggregation course = await aggregator.AggregateByTimeAsync(
            new TimeAggregationRequest { Metrics = [widget.Metric], Functions = [function], Interval = bucket, Range = range, Filter = Filter(widget), Fill = GapFill.Null },
            cancellationToken).ConfigureAwait(false);
        return course.Coverage.Records == 0 ? [] : [.. course.Rows.Select(row => new SeriesPoint(row.Timestamp, row.Values.Values.First()))];
    }

    // Derived figures have a meaning of their own for now, such as which sessions are running.
    private async Task<double?> ValueNowAsync(DashboardWidget widget, AggregateFunction function, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (widget.IsDerived && !widget.IsNarrowed && widget.Window <= StatisticsBoard.LongestWindow)
        {
            RealTimeStats stats = await realtime().Statistics.GetAsync([widget.Metric], widget.Window, cancellationToken).ConfigureAwait(false);
            return stats[widget.Metric.ToString()].Current;
        }

        return await TotalAsync(widget, function, WindowOf(widget, now), cancellationToken).ConfigureAwait(false);
    }

    private async Task<double?> TotalAsync(DashboardWidget widget, AggregateFunction function, TimeRange range, CancellationToken cancellationToken)
    {
        var request = new TimeAggregationRequest { Metrics = [widget.Metric], Functions = [function], Range = range, Filter = Filter(widget) };
        var plan = new MetricPlan(request, widget.Metric);
        IReadOnlyList<AggregateResult> answers = await store.AggregateManyAsync(plan.Queries(null, []), cancellationToken).ConfigureAwait(false);
        Dictionary<GroupId, double?[]> figures = plan.Figures([.. answers], 0, _ => widget.Window.TotalSeconds);
        return figures.Count > 0 ? figures.Values.First()[0] : null;
    }

    private Task<DimensionAggregation> GroupAsync(DashboardWidget widget, GroupKey key, IReadOnlyList<AggregateFunction> functions, int rows, DateTimeOffset now, CancellationToken cancellationToken) =>
        aggregator.AggregateByDimensionsAsync(
            new DimensionAggregationRequest
            {
                Metrics = [widget.Metric],
                Functions = functions,
                Dimensions = [key],
                Range = WindowOf(widget, now),
                Filter = Filter(widget),
                OrderBy = widget.IsDerived ? widget.Metric.ToString() : functions[0].ToString(),
                Top = rows,
            },
            cancellationToken);

    private static string TitleOf(DashboardWidget widget) => widget.Title ?? widget.Metric.ToString();

    private static MetricFilter Filter(DashboardWidget widget) => new() { SessionId = widget.SessionId, UserId = widget.UserId, Project = widget.Project };

    // Ranges include both ends, so the first moment of a window is one that just belongs to it.
    private static TimeRange WindowOf(DashboardWidget widget, DateTimeOffset end) => new(end - widget.Window + TimeSpan.FromMicroseconds(1), end);

    // Whole buckets, of which the last is the one that goes on now.
    private static (TimeBucket Bucket, TimeRange Range) Grid(TimeSpan window, int parts, DateTimeOffset now)
    {
        var bucket = TimeBucket.Of(TimeSpan.FromMilliseconds(Math.Max(1, Math.Round(window.TotalMilliseconds / parts))));
        return (bucket, new TimeRange(bucket.StartOf(now) - ((parts - 1) * bucket.Width), now));
    }
}
