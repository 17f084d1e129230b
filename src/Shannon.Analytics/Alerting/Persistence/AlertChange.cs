namespace Shannon.Analytics.Alerting.Persistence;

/// <summary>Something that one process did about alerts and the others have to learn.</summary>
/// <param name="Id">The place in the log of changes.</param>
/// <param name="Origin">Who did it.</param>
/// <param name="Kind">What was done.</param>
/// <param name="AlertId">To which alert; null for silences.</param>
internal sealed record AlertChange(long Id, string Origin, AlertChangeKind Kind, string? AlertId);
