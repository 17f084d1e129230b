namespace Shannon.Analytics.Storage;

/// <summary>
/// A place between two records in the order (timestamp, id). Paging with a cursor sees the store as it was when the first page
/// was read: records that came later, or replaced others later, do not shift the pages. A record that was replaced meanwhile is kept for such
/// readers until two sealing passes have ended since; one that is deleted is gone at once.
/// </summary>
/// <param name="TimestampMicros">Microseconds since 1970-01-01T00:00:00Z of the last record returned.</param>
/// <param name="Id">Its id.</param>
/// <param name="AsOfId">The highest id that existed when the first page was read.</param>
public readonly record struct RecordCursor(long TimestampMicros, long Id, long AsOfId);
