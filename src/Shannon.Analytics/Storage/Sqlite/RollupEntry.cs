namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>What the directory knows of a stored rollup. Rollups are immutable and ids are never used again.</summary>
internal sealed record RollupEntry(long Id, long Records, long Bytes, long MinTime, long MaxTime);
