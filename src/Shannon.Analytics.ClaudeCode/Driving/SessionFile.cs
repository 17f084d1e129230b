using Shannon.Analytics.ClaudeCode.Reading;

namespace Shannon.Analytics.ClaudeCode.Driving;

/// <summary>
/// Whether Claude Code keeps a session on disk. One that was killed just after it said hello has no file: it cannot be resumed, only begun again; one that
/// has a file cannot be begun again, only resumed.
/// </summary>
internal static class SessionFile
{
    private const string ConfigVariable = "CLAUDE_CONFIG_DIR";
    private static readonly string HomeVariable = OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME";
    private static readonly EnumerationOptions InProjects = new() { RecurseSubdirectories = true, MaxRecursionDepth = 1, IgnoreInaccessible = true };

    /// <summary>Looks for it where a client with these variables keeps sessions.</summary>
    internal static bool Exists(string sessionId, IReadOnlyDictionary<string, string?> environment)
    {
        string home = Variable(HomeVariable, environment) ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Path.GetFileName(sessionId) == sessionId
            && TranscriptFinder.FindFolders(Variable(ConfigVariable, environment), home).Any(folder => Directory.EnumerateFiles(folder, sessionId + ".jsonl", InProjects).Any());
    }

    private static string? Variable(string name, IReadOnlyDictionary<string, string?> environment) =>
        environment.TryGetValue(name, out string? value) ? value : Environment.GetEnvironmentVariable(name);
}
