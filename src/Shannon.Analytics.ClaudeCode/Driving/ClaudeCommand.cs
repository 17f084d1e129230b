using System.Globalization;
using System.Text.Json;

namespace Shannon.Analytics.ClaudeCode.Driving;

/// <summary>How the client is called.</summary>
internal static class ClaudeCommand
{
    private const string ResourceVariable = "OTEL_RESOURCE_ATTRIBUTES";

    /// <summary>The arguments of the client.</summary>
    /// <param name="binary">The client.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="resumed">The session that it goes on with: itself, or another one from which it branches off; null if it begins.</param>
    /// <param name="model">The model, if one is chosen.</param>
    /// <param name="maxCost">The limit of the prompt in US dollars, if there is one.</param>
    internal static List<string> Arguments(ClaudeBinary binary, ClaudeCodeSessionManagerOptions options, string sessionId, string? resumed, string? model, decimal? maxCost)
    {
        var arguments = new List<string> { "-p", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose" };
        if (binary.Capabilities.PartialMessages)
        {
            arguments.Add("--include-partial-messages");
        }

        bool isOwn = string.Equals(resumed, sessionId, StringComparison.Ordinal);
        if (resumed is not null)
        {
            arguments.AddRange(isOwn ? ["--resume", resumed] : ["--resume", resumed, "--fork-session"]);
        }

        if (!isOwn && binary.Capabilities.ChosenSessionId)
        {
            arguments.AddRange(["--session-id", sessionId]);
        }

        if (model is not null)
        {
            arguments.AddRange(["--model", model]);
        }

        if (maxCost is { } cost && binary.Capabilities.CostLimit && options.Mode == ClaudeProcessMode.PerPrompt)
        {
            arguments.AddRange(["--max-budget-usd", cost.ToString(CultureInfo.InvariantCulture)]);
        }

        arguments.AddRange(options.Arguments);
        return arguments;
    }

    /// <summary>The variables of the client. What it sends by OpenTelemetry carries the session, the user and the project.</summary>
    internal static Dictionary<string, string?> Environment(ClaudeCodeSessionManagerOptions options, string sessionId, string? userId, string? project)
    {
        var variables = new Dictionary<string, string?>(options.Environment, StringComparer.Ordinal);

        // A client started within another one must not take itself for a part of it.
        variables.TryAdd("CLAUDECODE", null);
        string? given = variables.TryGetValue(ResourceVariable, out string? own) ? own : System.Environment.GetEnvironmentVariable(ResourceVariable);
        IEnumerable<string> pairs =
        [
            .. string.IsNullOrEmpty(given) ? [] : new[] { given },
            Pair("shannon.session.id", sessionId),
            .. userId is null ? [] : new[] { Pair("enduser.id", userId) },
            .. project is null ? [] : new[] { Pair("shannon.project", project) },
        ];
        variables[ResourceVariable] = string.Join(',', pairs);
        return variables;
    }

    /// <summary>A prompt as a line of input; its id becomes that of the prompt's line in the transcript.</summary>
    internal static byte[] Line(string promptId, string sessionId, string prompt)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "user");
            writer.WriteString("uuid", promptId);
            writer.WriteString("session_id", sessionId);
            writer.WriteNull("parent_tool_use_id");
            writer.WriteStartObject("message");
            writer.WriteString("role", "user");
            writer.WriteString("content", prompt);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static string Pair(string name, string value) => $"{name}={Uri.EscapeDataString(value)}";
}
