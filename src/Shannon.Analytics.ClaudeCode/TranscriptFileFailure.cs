namespace Shannon.Analytics.ClaudeCode;

/// <summary>A file that could not be imported to its end. What was read of it stays; the next run goes on from there.</summary>
/// <param name="File">The full path.</param>
/// <param name="Reason">What happened, in one sentence.</param>
public sealed record TranscriptFileFailure(string File, string Reason);
