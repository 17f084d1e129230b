namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>What the directory knows of a segment without reading its header. Segments are immutable and ids are never used again.</summary>
internal sealed record SegmentEntry(long Id, bool IsOwn, long? NameId, int Count, long MinTime, long MaxTime, long MinId, long MaxId);
