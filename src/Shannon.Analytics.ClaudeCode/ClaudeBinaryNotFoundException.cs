using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.ClaudeCode;

/// <summary>No Claude Code client was found, or the one that was given does not answer.</summary>
public sealed class ClaudeBinaryNotFoundException : AnalyticsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="searched">The places that were searched, in order.</param>
    /// <param name="innerException">The cause, if a client was found but could not be run.</param>
    public ClaudeBinaryNotFoundException(string message, IReadOnlyList<string> searched, Exception? innerException = null)
        : base(message, innerException) => Searched = searched;

    /// <summary>The places that were searched, in order.</summary>
    public IReadOnlyList<string> Searched { get; }

    internal static ClaudeBinaryNotFoundException Nowhere(IReadOnlyList<string> searched) => new(
        $"Claude Code was not found. Searched: {string.Join(", ", searched)}. Install it with 'npm install -g @anthropic-ai/claude-code', put it on the path, set {ClaudeBinaryManager.PathVariable}, or give ClaudeBinaryOptions.Path.",
        searched);

    internal static ClaudeBinaryNotFoundException Silent(string path, Exception? cause = null) => new(
        $"'{path}' did not answer '--version', so it is no working Claude Code client. Run it by hand to see why, install Claude Code again, or give the path of another one in ClaudeBinaryOptions.Path.",
        [path],
        cause);
}
