namespace Shannon.Analytics.AI.Calls;

/// <summary>A function that the model called, and when that was seen.</summary>
internal readonly record struct SeenCall(string CallId, string Name, long Ticks);
