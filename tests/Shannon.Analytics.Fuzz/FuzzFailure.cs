namespace Shannon.Analytics.Fuzz;

/// <summary>The library broke a promise without throwing: too slow, or two ways to one result disagree.</summary>
internal sealed class FuzzFailure(string message) : Exception(message);
