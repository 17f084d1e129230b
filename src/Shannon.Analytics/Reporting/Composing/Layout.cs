using Shannon.Analytics.Reporting.Documents;
using Shannon.Analytics.Reporting.Trends;

namespace Shannon.Analytics.Reporting.Composing;

/// <summary>Short ways to lay out what every report has.</summary>
internal static class Layout
{
    internal const int MostShown = 25;

    internal static ReportDocument Document(Report report, ReportPresentation presentation, string title, IEnumerable<ReportSection?> sections)
    {
        ArgumentNullException.ThrowIfNull(presentation);
        return new ReportDocument
        {
            ReportType = report.ReportType,
            Title = presentation.Title ?? title,
            Period = report.Range,
            GeneratedAt = report.GeneratedAt,
            Presentation = presentation,
            Sections = [.. sections.OfType<ReportSection>()],
        };
    }

    internal static ReportSection Section(string key, string title, string? lead, params IEnumerable<ReportBlock?> blocks) =>
        new() { Key = key, Title = title, Lead = lead, Blocks = [.. blocks.OfType<ReportBlock>()] };

    internal static KeyFigure Figure(string key, string label, ReportValue value, string? unit = null, string? note = null) =>
        new() { Key = key, Label = label, Value = value, Unit = unit, Note = note };

    internal static KeyFiguresBlock KeyFigures(string key, params IReadOnlyList<KeyFigure> figures) => new() { Key = key, Figures = figures };

    internal static TableColumn Column(string key, string label, ReportValueKind kind, string? unit = null) => new() { Key = key, Label = label, Kind = kind, Unit = unit };

    /// <summary>A table; null without rows.</summary>
    internal static TableBlock? Table<T>(string key, string title, IReadOnlyList<T> rows, IReadOnlyList<TableColumn> columns, Func<T, IReadOnlyList<ReportValue>> cells, IReadOnlyList<ReportValue>? totals = null, int mostShown = MostShown) =>
        rows.Count == 0 ? null : new TableBlock { Key = key, Title = title, Columns = columns, Rows = [.. rows.Select(cells)], Totals = totals, MaxShownRows = mostShown };

    /// <summary>A column of periods: days where all begin at midnight, else moments.</summary>
    internal static TableColumn PeriodColumn(string label, bool isDays) => Column("timestamp", label, isDays ? ReportValueKind.Date : ReportValueKind.Time);

    /// <summary>The start of a period, for a <see cref="PeriodColumn"/>: a day is named by the calendar that the periods are of, whoever reads.</summary>
    internal static ReportValue PeriodStart(DateTimeOffset start, bool isDays, TimeZoneInfo zone) =>
        isDays ? ReportValue.Date(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(start, zone).DateTime)) : ReportValue.Time(start);

    internal static TextBlock Note(string key, TextTone tone, params IReadOnlyList<string> paragraphs) => new() { Key = key, Tone = tone, Paragraphs = paragraphs };

    /// <summary>A chart over time of one series, with its forecast if it has one; null without values.</summary>
    internal static ChartBlock? Chart(MetricTrend trend)
    {
        (ReportValueKind kind, string? unit) = Words.KindOf(trend.Metric);
        string label = Words.Label(trend.Metric);
        if (trend.Historical.All(static point => point.Value is null or 0) || trend.Historical.Count < 2)
        {
            return null;
        }

        string period = PeriodOf(trend);
        var series = new List<ChartSeries> { new() { Key = "historical", Label = label, Points = [.. trend.Historical.Select(static point => ChartPoint.At(point.Timestamp, point.Value))] } };
        if (trend.Forecast is { InsufficientData: false } forecast)
        {
            series.Add(new ChartSeries
            {
                Key = "forecast",
                Label = "Forecast",
                IsForecast = true,
                Points = [.. forecast.Points.Select(static point => ChartPoint.At(point.Timestamp, point.Value, point.Lower, point.Upper))],
            });
        }

        return new ChartBlock
        {
            Key = "chart_" + Words.Key(trend.Metric),
            Title = trend.Function is "sum" or "count" ? $"{label} per {period}" : $"{label} by {period}",
            Kind = ChartKind.Line,
            XAxis = new ChartAxis { Title = Words.Sentence(period) },
            YAxis = new ChartAxis { Title = trend.Function == "avg" ? $"{label}, mean" : label, Kind = kind, Unit = unit },
            Series = series,
        };
    }

    private static string PeriodOf(MetricTrend trend) => (trend.Historical[1].Timestamp - trend.Historical[0].Timestamp).TotalHours switch
    {
        < 12 => "hour",
        < 36 => "day",
        < 240 => "week",
        _ => "month",
    };

    /// <summary>A bar chart of the dearest entries; null where nothing cost anything.</summary>
    internal static ChartBlock? CostChart(string key, string title, string axis, IEnumerable<UsageEntry> entries)
    {
        UsageEntry[] shown = [.. entries.Where(static entry => entry.Cost > 0).Take(12)];
        return shown.Length < 2 ? null : new ChartBlock
        {
            Key = key,
            Title = title,
            Kind = ChartKind.Bar,
            XAxis = new ChartAxis { Title = axis },
            YAxis = new ChartAxis { Title = "Cost", Kind = ReportValueKind.Money },
            Series = [new ChartSeries { Key = "cost", Label = "Cost", Points = [.. shown.Select(static entry => ChartPoint.Of(entry.Name, (double)entry.Cost))] }],
        };
    }
}
