namespace Shannon.Analytics.ClaudeCode;

/// <summary>A figure of which one source says something else than what counts.</summary>
/// <param name="Figure">The measurement, such as <c>completion_tokens</c>; or <c>cost</c>, in US dollars; or <c>success</c>, 1 for true and 0 for false.</param>
/// <param name="Source">A source, as <see cref="RecordSourceNames"/> spells it.</param>
/// <param name="Value">What it says.</param>
public sealed record SourceDifference(string Figure, string Source, double Value);
