namespace Shannon.Analytics.AI.Calls;

/// <summary>A function that was called and whose result has not been seen yet.</summary>
internal sealed record PendingTool(string Session, string CallId, string Name, string? ResponseId, string? Model, string? UserId, string? Project, DateTimeOffset CalledAt, long Ticks);
