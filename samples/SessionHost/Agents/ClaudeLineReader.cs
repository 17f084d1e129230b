using System.Text.Json;

namespace SessionHost.Agents;

/// <summary>
/// Reads the lines of <c>claude -p --output-format stream-json --include-partial-messages</c>, as far as this host needs them. Lines that are no JSON, or of a
/// kind it does not know, are passed over: the format grows.
/// </summary>
internal sealed class ClaudeLineReader
{
    private string _responseId = string.Empty;
    private string _model = string.Empty;
    private JsonElement _input;

    /// <summary>Whether the client said how the prompt ended.</summary>
    internal bool HasEnded { get; private set; }

    internal IReadOnlyList<AgentStep> Read(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return [.. Steps(json.RootElement)];
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return [];
        }
    }

    private IEnumerable<AgentStep> Steps(JsonElement line) => line.GetProperty("type").GetString() switch
    {
        "stream_event" => EventSteps(line.GetProperty("event")),
        "user" => ResultSteps(line.GetProperty("message").GetProperty("content")),
        "result" => [End(line)],
        _ => [],
    };

    // A response begins with what went in and ends with what came out.
    private IEnumerable<AgentStep> EventSteps(JsonElement happened)
    {
        switch (happened.GetProperty("type").GetString())
        {
            case "message_start":
                JsonElement message = happened.GetProperty("message");
                _responseId = message.GetProperty("id").GetString()!;
                _model = message.GetProperty("model").GetString()!;
                _input = message.GetProperty("usage").Clone();
                return [];
            case "content_block_start" when happened.GetProperty("content_block") is var block && block.GetProperty("type").ValueEquals("tool_use"):
                return [new AgentStep.ToolStarted(block.GetProperty("id").GetString()!, block.GetProperty("name").GetString()!)];
            case "content_block_delta" when happened.GetProperty("delta").TryGetProperty("text", out JsonElement text):
                return [new AgentStep.Said(text.GetString()!)];
            case "message_delta" when happened.TryGetProperty("usage", out JsonElement usage):
                return [new AgentStep.Used(_responseId, _model, Count(_input, "input_tokens"), Count(usage, "output_tokens"), Count(_input, "cache_read_input_tokens"), Count(_input, "cache_creation_input_tokens"))];
            default:
                return [];
        }
    }

    private static IEnumerable<AgentStep> ResultSteps(JsonElement content) => content.ValueKind != JsonValueKind.Array
        ? []
        : content.EnumerateArray()
            .Where(static block => block.GetProperty("type").ValueEquals("tool_result"))
            .Select(static block => new AgentStep.ToolEnded(block.GetProperty("tool_use_id").GetString()!, !(block.TryGetProperty("is_error", out JsonElement failed) && failed.ValueKind == JsonValueKind.True)));

    private AgentStep.Ended End(JsonElement line)
    {
        HasEnded = true;
        string text = line.TryGetProperty("result", out JsonElement result) ? result.GetString() ?? string.Empty : string.Empty;
        string subtype = line.GetProperty("subtype").GetString()!;

        // A request that failed ends in a "success" that is an error.
        return line.GetProperty("is_error").GetBoolean() ? new AgentStep.Ended(string.Empty, subtype == "success" ? "api_error" : subtype) : new AgentStep.Ended(text, null);
    }

    private static long Count(JsonElement usage, string name) => usage.TryGetProperty(name, out JsonElement count) && count.ValueKind == JsonValueKind.Number ? count.GetInt64() : 0;
}
