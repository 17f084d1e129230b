namespace Shannon.Analytics.AI.Calls;

/// <summary>The result of a function; Ticks: when it was seen, null if it came together with its call.</summary>
internal readonly record struct SeenResult(string CallId, bool Succeeded, long? Ticks);
