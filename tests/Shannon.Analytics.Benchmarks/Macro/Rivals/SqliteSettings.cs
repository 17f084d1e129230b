namespace Shannon.Analytics.Benchmarks.Macro.Rivals;

/// <summary>The settings all SQLite rivals share: what an expert sets for durable, fast inserts.</summary>
internal static class SqliteSettings
{
    /// <summary>Page size of the rivals that insert batches: the fastest of 4, 8 and 16 KiB in both shapes.</summary>
    public const int BatchPageBytes = 16_384;

    /// <summary>Page size of the rival that commits single rows: the least bytes per commit of 4, 8 and 16 KiB.</summary>
    public const int SingleRowPageBytes = 4_096;

    /// <summary>
    /// Durable (every commit is fsynced), write-ahead log, 64 MiB of page cache. The automatic checkpoint stays at its
    /// default of 1,000 pages (ten times rarer gained nothing beyond noise) and is inside the timed part.
    /// </summary>
    public static string Pragmas(int pageBytes) =>
        $"PRAGMA page_size={pageBytes}; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;";
}
