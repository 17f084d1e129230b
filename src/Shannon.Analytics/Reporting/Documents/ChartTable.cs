namespace Shannon.Analytics.Reporting.Documents;

/// <summary>Lays the points of a chart out as a table.</summary>
internal static class ChartTable
{
    internal static TableBlock Of(ChartBlock chart)
    {
        bool timed = chart.Series.SelectMany(series => series.Points).FirstOrDefault().Time is not null;
        List<TableColumn> columns =
        [
            new() { Key = timed ? "time" : "category", Label = chart.XAxis.Title, Kind = timed ? ReportValueKind.Time : ReportValueKind.Text, Unit = chart.XAxis.Unit },
        ];
        List<Func<ChartPoint, double?>> parts = [];
        List<int> owners = [];
        for (int index = 0; index < chart.Series.Count; index++)
        {
            ChartSeries series = chart.Series[index];
            Add(series.Key, series.Label, point => point.Value);
            if (series.Points.Any(point => point is { Lower: not null } or { Upper: not null }))
            {
                Add(series.Key + "_lower", series.Label + ", lower", point => point.Lower);
                Add(series.Key + "_upper", series.Label + ", upper", point => point.Upper);
            }

            void Add(string key, string label, Func<ChartPoint, double?> part)
            {
                columns.Add(new TableColumn { Key = key, Label = label, Kind = chart.YAxis.Kind, Unit = chart.YAxis.Unit });
                parts.Add(part);
                owners.Add(index);
            }
        }

        return new TableBlock { Key = chart.Key, Title = chart.Title, Columns = columns, Rows = Rows(chart, timed, parts, owners) };
    }

    private static List<IReadOnlyList<ReportValue>> Rows(ChartBlock chart, bool timed, List<Func<ChartPoint, double?>> parts, List<int> owners)
    {
        Dictionary<(DateTimeOffset?, string?), ReportValue[]> rows = [];
        List<(DateTimeOffset? Time, string? Category)> order = [];
        for (int series = 0; series < chart.Series.Count; series++)
        {
            foreach (ChartPoint point in chart.Series[series].Points)
            {
                var place = (point.Time, point.Category);
                if (!rows.TryGetValue(place, out ReportValue[]? row))
                {
                    row = new ReportValue[parts.Count + 1];
                    row[0] = timed ? ReportValue.Time(point.Time) : ReportValue.Text(point.Category);
                    rows.Add(place, row);
                    order.Add(place);
                }

                for (int part = 0; part < parts.Count; part++)
                {
                    if (owners[part] == series)
                    {
                        row[part + 1] = chart.YAxis.ValueOf(parts[part](point));
                    }
                }
            }
        }

        return [.. (timed ? order.OrderBy(place => place.Time) : order.AsEnumerable()).Select(place => rows[place])];
    }
}
