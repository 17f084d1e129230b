namespace Shannon.Analytics.Storage;

/// <summary>How a store object fares since it was opened.</summary>
public sealed record StoreHealth
{
    /// <summary>What became of every record offered.</summary>
    public IngestCounts Ingest { get; init; } = new();

    /// <summary>Transactions committed.</summary>
    public long Commits { get; init; }

    /// <summary>Transactions that failed.</summary>
    public long FailedCommits { get; init; }

    /// <summary>Times the connection was opened anew after a fault.</summary>
    public long Reopens { get; init; }

    /// <summary>Bytes of journal blocks written.</summary>
    public long BlockBytesWritten { get; init; }

    /// <summary>Bytes of decoded journal blocks held in memory now.</summary>
    public long CacheBytes { get; init; }

    /// <summary>Journal blocks decoded because the cache did not hold them.</summary>
    public long CacheMisses { get; init; }

    /// <summary>Failures of background work since opening.</summary>
    public long BackgroundFailures { get; init; }

    /// <summary>How often an observer of commits threw; see <see cref="ICommitObserver"/>.</summary>
    public long ObserverFailures { get; init; }

    /// <summary>The type of the latest failure, without its message; <see langword="null"/> if there was none.</summary>
    public string? LastFailure { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset? LastFailureAt { get; init; }
}
