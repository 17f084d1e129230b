using System.Globalization;
using System.Text.Json;
using Shannon.Analytics.ClaudeCode.Recording;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.ClaudeCode.Telemetry;

/// <summary>Makes records of the data points of Claude Code's counters. Thread-safe.</summary>
internal sealed class CounterMapper(ClaudeTelemetryOptions options)
{
    private const string Sessions = "claude_code.session.count";
    private static readonly Dictionary<string, CounterMap> Maps = CounterMap.All.ToDictionary(map => map.Counter, StringComparer.Ordinal);

    internal static bool Knows(string counter) => counter == Sessions || Maps.ContainsKey(counter);

    /// <returns>Null if the point lacks what it needs.</returns>
    internal RawMetric? Map(string counter, JsonElement point, OtlpFields resource, bool isCumulative)
    {
        double? value = ValueOf(point);
        if (Otlp.Micros(point, "timeUnixNano") is not { } micros || value is not >= 0)
        {
            return null;
        }

        var item = new TelemetryItem { Fields = OtlpFields.Read(point, resource), Micros = micros, Options = options };
        return counter == Sessions ? Session(item, Otlp.Micros(point, "startTimeUnixNano")) : Count(Maps[counter], item, Otlp.Micros(point, "startTimeUnixNano") ?? 0, value.Value, isCumulative);
    }

    private static RawMetric? Session(TelemetryItem item, long? startMicros)
    {
        if (item.Session is not { } session)
        {
            return null;
        }

        // What other sources know of the session's start is better: they see its first line.
        long micros = startMicros ?? item.Micros;
        long rank = RecordRanks.Session(isSidechain: true, micros, hasModel: false, item.Tie);
        RawMetric record = item.NewRecord(MetricCategory.Session, TranscriptMetricNames.SessionStart, micros) with { Key = new RecordKey(new KeyWriter().Begin("session"u8).Append(session).ToString(), rank) };
        item.Copy(record, TelemetryNames.StartType, "start_type");
        return record;
    }

    private static RawMetric Count(CounterMap map, TelemetryItem item, long startMicros, double value, bool isCumulative)
    {
        RawMetric record = item.NewRecord(map.Category, map.Name) with { Key = KeyOf(map, item, startMicros, isCumulative) };
        record.Measurements["value"] = value;
        foreach (var (from, to) in map.Attributes)
        {
            item.Copy(record, to, from);
        }

        return record;
    }

    // A step of a counter is told by its series and its time. Of a counter that goes on counting, the last state of a series is all there is.
    private static RecordKey KeyOf(CounterMap map, TelemetryItem item, long startMicros, bool isCumulative)
    {
        string series = string.Join(';', item.Fields.Own.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => field.Key + "=" + field.Value.GetRawText()));
        string start = startMicros.ToString(CultureInfo.InvariantCulture);
        KeyWriter key = new KeyWriter().Begin("counter"u8).Append(map.Name).Append(series).Append(start);
        return isCumulative ? new RecordKey(key.ToString(), item.Micros) : new RecordKey(key.Append(item.Micros.ToString(CultureInfo.InvariantCulture)).ToString());
    }

    private static double? ValueOf(JsonElement point) =>
        Otlp.Member(point, "asDouble") is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out double value) && double.IsFinite(value) ? value
        : Otlp.Member(point, "asInt") switch
        {
            { ValueKind: JsonValueKind.Number } whole => whole.TryGetInt64(out long count) ? count : null,
            { ValueKind: JsonValueKind.String } text => long.TryParse(Otlp.TextOf(text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long count) ? count : null,
            _ => null,
        };
}
