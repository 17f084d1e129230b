namespace Shannon.Analytics.Reporting.Trends;

/// <summary>A moment at which the level changed and stayed (PELT; Killick, Fearnhead and Eckley, 2012).</summary>
/// <param name="Timestamp">The start of the first period at the new level, in UTC.</param>
/// <param name="Before">The median before.</param>
/// <param name="After">The median from then on.</param>
public sealed record LevelChange(DateTimeOffset Timestamp, double Before, double After);
