namespace Shannon.Analytics.Benchmarks.Macro.Rivals;

/// <summary>The settings all SQLite rivals share: what an expert sets for durable, fast inserts.</summary>
internal static class SqliteSettings
{
    /// <summary>
    /// Durable (every commit is fsynced), write-ahead log, 64 MiB of page cache, 8 KiB pages. The automatic checkpoint
    /// stays at its default of 1,000 pages and is inside the timed part.
    /// </summary>
    public const string Pragmas =
        "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;";
}
