using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage;

/// <summary>What a store holds, read from one snapshot.</summary>
public sealed record StoreDescription
{
    /// <summary>Records, without replaced ones.</summary>
    public long Records { get; init; }

    /// <summary>The id of the record committed last, deleted or replaced ones included; 0 before the first.</summary>
    public long LastId { get; init; }

    /// <summary>Sessions known by id.</summary>
    public long Sessions { get; init; }

    /// <summary>The earliest timestamp, or <see langword="null"/> in an empty store. May lie earlier than that of any record left after a replacement.</summary>
    public DateTimeOffset? Oldest { get; init; }

    /// <summary>The latest timestamp, or <see langword="null"/> in an empty store. May lie later than that of any record left after a replacement.</summary>
    public DateTimeOffset? Newest { get; init; }

    /// <summary>Records that were deleted for their age and of which rollups are left.</summary>
    public long RollupRecords { get; init; }

    /// <summary>Where those rollups begin; <see langword="null"/> if there are none.</summary>
    public DateTimeOffset? OldestRollup { get; init; }

    /// <summary>Every metric name ever stored, with its category, ordered by both.</summary>
    public IReadOnlyList<KeyValuePair<MetricCategory, string>> Metrics { get; init; } = [];

    /// <summary>Size of the database file and its write-ahead log in bytes; 0 in memory.</summary>
    public long FileBytes { get; init; }

    /// <summary>Whether what is written is compressed.</summary>
    public bool IsCompressed { get; init; }

    /// <summary>Whether what is written is encrypted.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>Version of the file format.</summary>
    public int SchemaVersion { get; init; }

    /// <summary>Version of the SQLite library, such as <c>3.53.3</c>.</summary>
    public string EngineVersion { get; init; } = string.Empty;
}
