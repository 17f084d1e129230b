using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shannon.Analytics.Tests.ClaudeCode.Client;

/// <summary>What a request to the Messages API asks for, as far as the stub's scenarios need it.</summary>
internal sealed class StubConversation
{
    public StubConversation(JsonNode body)
    {
        JsonNode?[] messages = [.. body["messages"]!.AsArray()];
        string text = messages.Length == 0 ? string.Empty : string.Join('\n', messages.Where(message => (string?)message!["role"] == "user").Select(message => message!["content"]!.ToJsonString()));
        Model = (string?)body["model"] ?? string.Empty;
        IsSubagent = text.Contains("SUBTASK:", StringComparison.Ordinal) && !text.Contains("SCENARIO:", StringComparison.Ordinal);
        Match scenario = Regex.Match(text, "SCENARIO:(?<name>[a-z]+)", RegexOptions.RightToLeft | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));
        Scenario = IsSubagent ? "sub" : scenario.Success ? scenario.Groups["name"].Value : "plain";
        Folder = Regex.Match(text, "FOLDER:(?<path>[^ \"\\\\]+)", RegexOptions.RightToLeft | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10)).Groups["path"].Value;
        Results = Regex.Count(text, "\"tool_result\"", RegexOptions.None, TimeSpan.FromSeconds(10));
        AgentTool = body["tools"]?.AsArray().Any(tool => (string?)tool!["name"] == "Task") == true ? "Task" : "Agent";
    }

    public string Model { get; }

    public string Scenario { get; }

    public bool IsSubagent { get; }

    /// <summary>The folder that the prompt names.</summary>
    public string Folder { get; }

    /// <summary>Results of tools so far.</summary>
    public int Results { get; }

    public string AgentTool { get; }
}
