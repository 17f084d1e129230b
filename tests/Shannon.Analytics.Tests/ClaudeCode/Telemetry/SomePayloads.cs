using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Shannon.Analytics.Tests.ClaudeCode.Telemetry;

/// <summary>Payloads of OTLP in JSON, as Claude Code sends them; a test names only what matters to it.</summary>
internal static class SomePayloads
{
    internal static readonly DateTimeOffset Time = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    internal static byte[] Logs(params JsonObject[] records) => Utf8(new JsonObject
    {
        ["resourceLogs"] = new JsonArray(new JsonObject
        {
            ["resource"] = new JsonObject { ["attributes"] = Attributes(("service.name", "claude-code"), ("service.version", "2.1.330"), ("enduser.id", "ada")) },
            ["scopeLogs"] = new JsonArray(new JsonObject { ["logRecords"] = new JsonArray([.. records]) }),
        }),
    });

    internal static byte[] Counter(string name, object temporality, params (double Value, int Second, (string Key, JsonNode Value)[] Attributes)[] points) => Utf8(new JsonObject
    {
        ["resourceMetrics"] = new JsonArray(new JsonObject
        {
            ["scopeMetrics"] = new JsonArray(new JsonObject
            {
                ["metrics"] = new JsonArray(new JsonObject
                {
                    ["name"] = name,
                    ["sum"] = new JsonObject
                    {
                        ["aggregationTemporality"] = temporality is string text ? text : (int)temporality,
                        ["dataPoints"] = new JsonArray([.. points.Select(point => new JsonObject
                        {
                            ["attributes"] = Attributes([("session.id", "s-1"), .. point.Attributes]),
                            ["startTimeUnixNano"] = Nanos(Time),
                            ["timeUnixNano"] = Nanos(Time.AddSeconds(point.Second)),
                            ["asDouble"] = point.Value,
                        })]),
                    },
                }),
            }),
        }),
    });

    internal static JsonObject Event(string name, params (string Key, JsonNode Value)[] attributes) => new()
    {
        ["timeUnixNano"] = Nanos(Time),
        ["body"] = new JsonObject { ["stringValue"] = "claude_code." + name },
        ["attributes"] = Attributes([("event.name", name), ("session.id", "s-1"), ("event.sequence", 7), .. attributes]),
    };

    internal static JsonObject Request(string? id = "req_1", long input = 9, long output = 52, double cost = 0.0030356, params (string Key, JsonNode Value)[] more) => Event(
        "api_request",
        [
            .. id is null ? [] : new (string, JsonNode)[] { ("request_id", id) },
            ("model", "claude-opus-5-5"), ("input_tokens", input), ("output_tokens", output), ("cache_read_tokens", 2048), ("cache_creation_tokens", 310), ("cost_usd", cost),
            .. more,
        ]);

    internal static byte[] Utf8(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    private static JsonArray Attributes(params (string Key, JsonNode Value)[] pairs) => new([.. pairs.Select(pair => new JsonObject
    {
        ["key"] = pair.Key,
        ["value"] = new JsonObject
        {
            [pair.Value.GetValueKind() switch
            {
                System.Text.Json.JsonValueKind.String => "stringValue",
                System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => "boolValue",
                _ => pair.Value.ToJsonString().Contains('.', StringComparison.Ordinal) ? "doubleValue" : "intValue",
            }] = pair.Value.DeepClone(),
        },
    })]);

    private static string Nanos(DateTimeOffset time) => ((time - DateTimeOffset.UnixEpoch).Ticks * 100).ToString(CultureInfo.InvariantCulture);
}
