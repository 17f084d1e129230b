namespace Shannon.Analytics.Storage;

/// <summary>One entry of an append-only log in a state store.</summary>
/// <param name="Id">Its id: rising in the order of commits over all logs, never reused.</param>
/// <param name="Log">The log's name.</param>
/// <param name="Value">Its content.</param>
/// <param name="At">When it was appended.</param>
public sealed record StateLogEntry(long Id, string Log, string Value, DateTimeOffset At);
