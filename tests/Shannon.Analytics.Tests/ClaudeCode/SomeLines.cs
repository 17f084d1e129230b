using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shannon.Analytics.Tests.ClaudeCode;

/// <summary>Lines of a transcript; a test names only what matters to it.</summary>
internal static class SomeLines
{
    internal const string Session = "11111111-1111-4111-8111-111111111111";
    internal const string Model = "claude-sonnet-4-5-20250929";
    internal const string Project = "/home/someone/work";

    internal static readonly DateTimeOffset Start = new(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);

    internal static string Assistant(
        string? id = "msg_1",
        string? request = "req_1",
        string uuid = "a-1",
        int second = 1,
        long input = 10,
        long output = 20,
        long read = 0,
        long write5m = 0,
        long write1h = 0,
        string model = Model,
        bool sidechain = false,
        string session = Session,
        JsonNode? content = null,
        Action<JsonObject>? change = null)
    {
        JsonObject line = Envelope("assistant", uuid, second, sidechain, session);
        var message = new JsonObject
        {
            ["model"] = model,
            ["type"] = "message",
            ["role"] = "assistant",
            ["content"] = content ?? new JsonArray(new JsonObject { ["type"] = "text", ["text"] = "Secret \"answer\"\n" }),
            ["stop_reason"] = null,
            ["usage"] = new JsonObject
            {
                ["input_tokens"] = input,
                ["cache_creation_input_tokens"] = write5m + write1h,
                ["cache_read_input_tokens"] = read,
                ["cache_creation"] = new JsonObject { ["ephemeral_5m_input_tokens"] = write5m, ["ephemeral_1h_input_tokens"] = write1h },
                ["output_tokens"] = output,
                ["service_tier"] = "standard",
            },
        };
        if (id is not null)
        {
            message["id"] = id;
        }

        line["message"] = message;
        if (request is not null)
        {
            line["requestId"] = request;
        }

        return Finish(line, change);
    }

    internal static string Prompt(string uuid = "u-1", int second = 0, bool sidechain = false, string session = Session, string text = "Secret prompt", Action<JsonObject>? change = null)
    {
        JsonObject line = Envelope("user", uuid, second, sidechain, session);
        line["message"] = new JsonObject { ["role"] = "user", ["content"] = text };
        return Finish(line, change);
    }

    internal static JsonArray ToolUse(string id = "toolu_1", string name = "Edit", JsonObject? input = null) =>
        new(new JsonObject { ["type"] = "tool_use", ["id"] = id, ["name"] = name, ["input"] = input ?? new JsonObject { ["file_path"] = "/secret/path" } });

    internal static string ToolResult(string id = "toolu_1", string uuid = "r-1", int second = 3, bool? isError = null, JsonNode? result = null, bool sidechain = false, string session = Session)
    {
        JsonObject line = Envelope("user", uuid, second, sidechain, session);
        var block = new JsonObject { ["tool_use_id"] = id, ["type"] = "tool_result", ["content"] = "Secret output" };
        if (isError is { } failed)
        {
            block["is_error"] = failed;
        }

        line["message"] = new JsonObject { ["role"] = "user", ["content"] = new JsonArray(block) };
        if (result is not null)
        {
            line["toolUseResult"] = result;
        }

        return line.ToJsonString();
    }

    internal static string System(string subtype, string uuid = "s-1", int second = 9, Action<JsonObject>? change = null)
    {
        JsonObject line = Envelope("system", uuid, second, false, Session);
        line["subtype"] = subtype;
        return Finish(line, change);
    }

    internal static string Of(string type, Action<JsonObject>? change = null) => Finish(Envelope(type, "x-1", 5, false, Session), change);

    private static JsonObject Envelope(string type, string uuid, int second, bool sidechain, string session) => new()
    {
        ["parentUuid"] = null,
        ["isSidechain"] = sidechain,
        ["userType"] = "external",
        ["cwd"] = Project,
        ["sessionId"] = session,
        ["version"] = "2.1.39",
        ["gitBranch"] = "main",
        ["type"] = type,
        ["uuid"] = uuid,
        ["timestamp"] = Start.AddSeconds(second).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
    };

    private static string Finish(JsonObject line, Action<JsonObject>? change)
    {
        change?.Invoke(line);
        return line.ToJsonString(new JsonSerializerOptions { MaxDepth = 2_000 });
    }
}
