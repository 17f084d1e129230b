namespace Shannon.Analytics.Reporting.Summaries;

/// <summary>A prompt that took long.</summary>
/// <param name="Timestamp">When it was recorded, in UTC.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="SessionId">Its session, if any.</param>
/// <param name="Project">Its project, if known.</param>
/// <param name="Model">Its model, if known.</param>
public sealed record SlowPrompt(DateTimeOffset Timestamp, double Seconds, string? SessionId, string? Project, string? Model);
