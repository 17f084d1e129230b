using System.Text.Json;
using Shannon.Analytics.ClaudeCode.Parsing;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.ClaudeCode.Telemetry;

/// <summary>Takes payloads of OTLP in JSON apart. Thread-safe.</summary>
internal sealed class TelemetryMapper(ClaudeTelemetryOptions options)
{
    private const string Prefix = "claude_code.";
    private readonly EventMapper _events = new(options);
    private readonly CounterMapper _counters = new(options);

    /// <exception cref="TelemetryFormatException">The payload is no OTLP in JSON.</exception>
    internal List<MetricInput> Map(ReadOnlyMemory<byte> payload, TelemetryTally tally)
    {
        using JsonDocument document = Parse(payload);
        JsonElement root = document.RootElement;
        bool hasLogs = Lists(root, "resourceLogs");
        bool hasMetrics = Lists(root, "resourceMetrics");
        if (!hasLogs && !hasMetrics && !Lists(root, "resourceSpans") && root.EnumerateObject().Any())
        {
            throw new TelemetryFormatException("The payload is JSON, but has neither 'resourceLogs' nor 'resourceMetrics' nor 'resourceSpans'. Nothing was stored. Hand over the body of a request to /v1/logs or /v1/metrics as it came.");
        }

        var records = new List<MetricInput>();
        foreach (JsonElement holder in Otlp.Items(root, "resourceLogs"))
        {
            MapLogs(holder, records, tally);
        }

        foreach (JsonElement holder in Otlp.Items(root, "resourceMetrics"))
        {
            MapMetrics(holder, records, tally);
        }

        return records;
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> payload)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 64 });
        }
        catch (JsonException error)
        {
            // What the parser says may quote the payload.
            throw new TelemetryFormatException(
                FormattableString.Invariant($"The payload is no JSON: it cannot be read from byte {error.BytePositionInLine ?? 0} of line {(error.LineNumber ?? 0) + 1} on. Nothing was stored. OTLP in protobuf is not read: let the client send JSON (OTEL_EXPORTER_OTLP_PROTOCOL=http/json), and decompress it first."));
        }

        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            JsonValueKind kind = document.RootElement.ValueKind;
            document.Dispose();
            throw new TelemetryFormatException($"The payload is JSON, but of kind {kind}; a request of OTLP is an object. Nothing was stored. Hand over the body of a request to /v1/logs or /v1/metrics as it came.");
        }

        return document;
    }

    private static bool Lists(JsonElement root, string name)
    {
        if (Otlp.Member(root, name) is not { } member)
        {
            return false;
        }

        return member.ValueKind == JsonValueKind.Array
            ? true
            : throw new TelemetryFormatException($"'{name}' of the payload is of kind {member.ValueKind}; it must be an array. Nothing was stored. Hand over the body of a request to /v1/logs or /v1/metrics as it came.");
    }

    private void MapLogs(JsonElement holder, List<MetricInput> records, TelemetryTally tally)
    {
        OtlpFields resource = ResourceOf(holder);
        foreach (JsonElement log in Otlp.Items(holder, "scopeLogs").SelectMany(scope => Otlp.Items(scope, "logRecords")))
        {
            tally.Events++;
            OtlpFields fields = OtlpFields.Read(log, resource);
            if (NameOf(log, fields) is not { } name)
            {
                tally.Foreign++;
            }
            else if (EventMapper.Ignores(name))
            {
                tally.Ignored++;
            }
            else if (!_events.Knows(name))
            {
                tally.AddUnknown(name);
            }
            else
            {
                Add(TimeOf(log, fields) is { } micros ? _events.Map(name, new TelemetryItem { Fields = fields, Micros = micros, Options = options }) : null, records, tally);
            }
        }
    }

    private void MapMetrics(JsonElement holder, List<MetricInput> records, TelemetryTally tally)
    {
        OtlpFields resource = ResourceOf(holder);
        foreach (JsonElement metric in Otlp.Items(holder, "scopeMetrics").SelectMany(scope => Otlp.Items(scope, "metrics")))
        {
            string name = Otlp.Text(metric, "name") ?? string.Empty;
            bool isSum = Otlp.Member(metric, "sum") is not null;
            foreach (JsonElement point in PointsOf(metric))
            {
                tally.DataPoints++;
                if (!name.StartsWith(Prefix, StringComparison.Ordinal))
                {
                    tally.Foreign++;
                }
                else if (!CounterMapper.Knows(name))
                {
                    tally.AddUnknown(name);
                }
                else
                {
                    Add(isSum ? _counters.Map(name, point, resource, IsCumulative(metric)) : null, records, tally);
                }
            }
        }
    }

    private static void Add(RawMetric? record, List<MetricInput> records, TelemetryTally tally)
    {
        // A time before 1970 or far in the future would be refused, and the rest of the payload with it.
        if (record is null || record.Timestamp < MetricLimits.MinTimestamp || record.Timestamp > MetricLimits.MaxTimestamp)
        {
            tally.Malformed++;
            return;
        }

        tally.Mapped++;
        records.Add(record);
    }

    // The name without its prefix; null if the event is not Claude Code's.
    private static string? NameOf(JsonElement log, OtlpFields fields)
    {
        string body = Otlp.Member(log, "body") is { } text ? Otlp.Text(text, "stringValue") ?? string.Empty : string.Empty;
        string? prefixed = ((string[])[body, Otlp.Text(log, "eventName") ?? string.Empty]).FirstOrDefault(name => name.StartsWith(Prefix, StringComparison.Ordinal));
        bool isOurs = prefixed is not null || fields.Text("service.name")?.StartsWith("claude-code", StringComparison.Ordinal) == true;
        return !isOurs ? null : fields.Text("event.name") is { } own ? Stripped(own) : prefixed is null ? string.Empty : Stripped(prefixed);
    }

    private static string Stripped(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;

    private static long? TimeOf(JsonElement log, OtlpFields fields) =>
        (fields.Text("event.timestamp") is { } text ? TimestampParser.Parse(System.Text.Encoding.UTF8.GetBytes(text)) : null)
        ?? Otlp.Micros(log, "timeUnixNano")
        ?? Otlp.Micros(log, "observedTimeUnixNano");

    private static OtlpFields ResourceOf(JsonElement holder) => OtlpFields.Read(Otlp.Member(holder, "resource") ?? default, null);

    private static IEnumerable<JsonElement> PointsOf(JsonElement metric) =>
        ((string[])["sum", "gauge", "histogram"]).SelectMany(kind => Otlp.Member(metric, kind) is { } data ? Otlp.Items(data, "dataPoints") : []);

    private static bool IsCumulative(JsonElement metric) =>
        Otlp.Member(metric, "sum") is { } sum && Otlp.Member(sum, "aggregationTemporality") is { } temporality
        && (temporality.ValueKind == JsonValueKind.Number ? temporality.TryGetInt32(out int number) && number == 2 : Otlp.TextOf(temporality)?.EndsWith("CUMULATIVE", StringComparison.Ordinal) == true);
}
