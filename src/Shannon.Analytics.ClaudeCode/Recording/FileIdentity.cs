using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.ClaudeCode.Recording;

/// <summary>
/// What a transcript's path says: <c>SESSION.jsonl</c>, <c>agent-ID.jsonl</c> beside it, or <c>SESSION/subagents/agent-ID.jsonl</c>. Used where lines do
/// not say it themselves.
/// </summary>
internal sealed class FileIdentity
{
    private const string AgentPrefix = "agent-";
    private const string AgentFolder = "subagents";

    internal FileIdentity(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        string? session = name;
        if (name.StartsWith(AgentPrefix, StringComparison.Ordinal) && name.Length > AgentPrefix.Length)
        {
            AgentId = Storable(name[AgentPrefix.Length..]);
            string? folder = Path.GetDirectoryName(path);
            session = string.Equals(Path.GetFileName(folder), AgentFolder, StringComparison.Ordinal) ? Path.GetFileName(Path.GetDirectoryName(folder)) : null;
        }

        SessionId = Storable(session);
    }

    /// <summary>The session, or null if the path does not say.</summary>
    internal string? SessionId { get; }

    /// <summary>The sub-agent, or null for the main conversation.</summary>
    internal string? AgentId { get; }

    private static string? Storable(string? text) =>
        text is { Length: > 0 and <= MetricLimits.MaxIdLength } && !text.Any(char.IsSurrogate) ? text : null;
}
