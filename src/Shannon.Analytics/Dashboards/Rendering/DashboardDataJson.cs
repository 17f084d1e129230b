using System.Text.Json;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Dashboards.Rendering;

/// <summary>What dashboards show, as JSON.</summary>
internal static class DashboardDataJson
{
    internal static string Write(DashboardData data) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("dashboard_id", data.DashboardId);
        writer.WriteString("name", data.Name);
        writer.WriteString("timestamp", data.Timestamp);
        writer.WriteStartArray("widgets");
        foreach (WidgetData widget in data.Widgets)
        {
            writer.WriteStartObject();
            writer.WriteString("type", widget.Type);
            writer.WriteString("title", widget.Title);
            writer.WriteString("metric", widget.Metric);
            writer.WriteBoolean("has_data", widget.HasData);
            WriteContent(writer, widget);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void WriteContent(Utf8JsonWriter writer, WidgetData widget)
    {
        switch (widget)
        {
            case SeriesData series:
                WritePoints(writer, "points", series.Points);
                break;
            case CounterData counter:
                JsonText.WriteNumber(writer, "value", counter.Value);
                break;
            case GaugeData gauge:
                JsonText.WriteNumber(writer, "value", gauge.Value);
                writer.WriteString("status", gauge.Status is { } status ? JsonText.Word(status) : null);
                WriteArray(writer, "thresholds", gauge.Thresholds, static (to, value) => to.WriteNumberValue(value));
                break;
            case StatData stat:
                JsonText.WriteNumber(writer, "value", stat.Value);
                JsonText.WriteNumber(writer, "previous", stat.Previous);
                JsonText.WriteNumber(writer, "change_percent", stat.ChangePercent);
                WritePoints(writer, "sparkline", stat.Sparkline);
                break;
            case HeatmapData heatmap:
                WriteArray(writer, "columns", heatmap.Columns, static (to, column) => to.WriteStringValue(column));
                WriteRows(writer, "rows", heatmap.Rows);
                break;
            case TableData table:
                WriteArray(writer, "columns", table.Columns, static (to, column) => to.WriteStringValue(column));
                WriteRows(writer, "rows", table.Rows);
                break;
            case TopNData top:
                WriteRows(writer, "items", top.Items);
                break;
            case HistogramData histogram:
                WriteArray(writer, "bins", histogram.Bins, static (to, bin) =>
                {
                    to.WriteStartObject();
                    to.WriteNumber("lower", bin.Lower);
                    to.WriteNumber("upper", bin.Upper);
                    to.WriteNumber("count", bin.Count);
                    to.WriteEndObject();
                });
                break;
        }
    }

    private static void WritePoints(Utf8JsonWriter writer, string name, IReadOnlyList<SeriesPoint> points) => WriteArray(writer, name, points, static (to, point) =>
    {
        to.WriteStartObject();
        to.WriteString("timestamp", point.Timestamp);
        JsonText.WriteNumber(to, "value", point.Value);
        to.WriteEndObject();
    });

    private static void WriteRows(Utf8JsonWriter writer, string name, IReadOnlyList<LabelledValues> rows) => WriteArray(writer, name, rows, static (to, row) =>
    {
        to.WriteStartObject();
        to.WriteString("label", row.Label);
        WriteArray(to, "values", row.Values, static (cells, value) =>
        {
            if (value is { } number)
            {
                cells.WriteNumberValue(number);
            }
            else
            {
                cells.WriteNullValue();
            }
        });
        to.WriteEndObject();
    });

    private static void WriteArray<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (T item in items)
        {
            write(writer, item);
        }

        writer.WriteEndArray();
    }
}
