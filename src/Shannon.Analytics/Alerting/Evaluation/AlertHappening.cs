namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>Something that happened to a group of an alert and is to be kept and told.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Instance">The group.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When.</param>
/// <param name="Value">The value that the condition looked at.</param>
/// <param name="Count">How many records in the window met the condition.</param>
/// <param name="Number">How often the group had fired by then.</param>
internal sealed record AlertHappening(Alert Alert, AlertInstance Instance, AlertEventKind Kind, DateTimeOffset At, double? Value, long Count, long Number);
