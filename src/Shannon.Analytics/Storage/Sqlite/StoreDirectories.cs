namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>What a store object remembers of its file between queries.</summary>
internal sealed class StoreDirectories
{
    /// <summary>Headers of segments are remembered up to here; a header takes about a kilobyte and eight bytes a session.</summary>
    private const long MaxHeaderBytes = 64L << 20;

    /// <summary>Called before a block or column is read from the file, by the thread that reads: for whoever counts the work, or ends it amid.</summary>
    internal Action? Reading { get; set; }

    internal JournalDirectory Journal { get; } = new();

    internal SegmentDirectory Segments { get; } = new(MaxHeaderBytes);

    internal RollupDirectory Rollups { get; } = new();

    internal DeadDirectory Dead { get; } = new();
}
