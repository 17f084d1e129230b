using Microsoft.Extensions.Logging;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage.Encryption;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>How a <see cref="SqliteStore"/> works. All are validated together when the store is made.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>How long a write waits for another process's write lock. 0 to 10 minutes; 30 seconds by default.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often buffered records are stored. 10 ms to 10 minutes; 1 second by default. A crash loses at most this much of what was not awaited.</summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Memory for decoded journal blocks, in bytes. 0 (no cache) to 16 GiB; 64 MiB by default.</summary>
    public long CacheBytes { get; init; } = 64L << 20;

    /// <summary>Threads that read the file; 1 to 64; by default as many as the processor has cores, at most 4. A store in memory has none of its own.</summary>
    public int ReaderThreads { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>
    /// Compresses what is written from now on (Zstandard, where it saves at least a sixteenth); <see langword="false"/> by default. A property of the
    /// file: once on, every store that opens it compresses. What was written before is compressed when it is rewritten.
    /// </summary>
    public bool CompressionEnabled { get; init; }

    /// <summary>
    /// Encrypts what is written from now on (AES-256-GCM); <see langword="false"/> by default. A property of the file: once on, every store that
    /// opens it needs the key and encrypts. Turning it on for a file with content encrypts sessions, state and keys at once, and records written
    /// before when they are rewritten. Metric names, times, counts and sizes stay readable.
    /// </summary>
    public bool EncryptionEnabled { get; init; }

    /// <summary>Where keys come from; <see langword="null"/>, the default, for the file beside the database, named like it with <c>.key</c> behind. A store in memory has a key of its own. The caller goes on owning it.</summary>
    public IKeyProvider? KeyProvider { get; init; }

    /// <summary>
    /// How large the database may grow, in bytes of pages in use; from 1 MiB; no limit by default. Beyond, writing records throws
    /// <see cref="StoreFullException"/> until records are deleted or the store is opened with a higher limit. Everything else goes on working.
    /// </summary>
    public long? MaxDatabaseBytes { get; init; }

    /// <summary>The clock; the system's by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the store reports faults of its background work; nowhere by default. Never receives user data.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    internal void Validate()
    {
        var errors = new List<string>();
        OptionChecks.Range(errors, nameof(BusyTimeout), BusyTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        OptionChecks.Range(errors, nameof(FlushInterval), FlushInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10));
        OptionChecks.Range(errors, nameof(CacheBytes), CacheBytes, 0L, 16L << 30);
        OptionChecks.Range(errors, nameof(ReaderThreads), ReaderThreads, 1, 64);
        OptionChecks.Range(errors, nameof(MaxDatabaseBytes), MaxDatabaseBytes ?? long.MaxValue, 1L << 20, long.MaxValue);
        OptionChecks.NotNull(errors, nameof(TimeProvider), TimeProvider);
        OptionChecks.ThrowIfAny(nameof(SqliteStoreOptions), errors);
    }
}
