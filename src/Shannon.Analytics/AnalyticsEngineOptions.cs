using Microsoft.Extensions.Logging;
using Shannon.Analytics.Alerting;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage.Encryption;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics;

/// <summary>How an <see cref="AnalyticsEngine"/> works. All are validated together when the engine is made, and can be read back from it.</summary>
public sealed record AnalyticsEngineOptions
{
    /// <summary>How often the background passes run: flushing, tidying, sampling. 1 second to 1 day; 60 seconds by default.</summary>
    public TimeSpan CollectionInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Whether every <see cref="CollectionInterval"/> records what the host's own process uses, without its children, as <c>resource_usage</c>;
    /// <see langword="false"/> by default. Needs a collector over a store. See <see cref="Resources.ProcessTreeSampler"/> for processes that the host starts.
    /// </summary>
    public bool SampleResources { get; init; }

    /// <summary>
    /// For how many days records are kept. 1 to 36,500; 90 by default. Background work deletes what is older; rollups of it stay, for queries of
    /// <see cref="Storage.Queries.QueryPrecision.Approximate"/>. Records that are older already when they are collected or imported are refused and
    /// counted (<see cref="Storage.IngestCounts.TooOld"/>), so that importing again brings nothing back: choose enough before importing history.
    /// Of several engines over one store object the strictest wins. A wall clock that jumps by more than a day, or that makes every stored record
    /// too old, deletes and refuses nothing for a day. Refusing works over the embedded store.
    /// </summary>
    public int RetentionDays { get; init; } = 90;

    /// <summary>Whether streams and real-time statistics work from the start; <see langword="true"/> by default.</summary>
    public bool EnableRealTime { get; init; } = true;

    /// <summary>How many records each fire-and-forget producer may hold before it drops. 1 to 10,000,000; 10,000 by default. Of several engines over one store object the strictest wins.</summary>
    public int BufferSize { get; init; } = Storage.RecordIntake.DefaultCapacity;

    /// <summary>How many buffered records are stored in one transaction at most. 1 to 1,000,000; 500 by default. An awaited batch is never split.</summary>
    public int BatchSize { get; init; } = Storage.RecordIntake.DefaultBatchSize;

    /// <summary>
    /// Compresses what is written from now on; <see langword="false"/> by default. A property of the file: once on, it stays on for everyone who
    /// opens it. See <see cref="SqliteStoreOptions.CompressionEnabled"/>.
    /// </summary>
    public bool CompressionEnabled { get; init; }

    /// <summary>
    /// Encrypts what is written from now on (AES-256-GCM); <see langword="false"/> by default. A property of the file: once on, it stays on, and
    /// everyone who opens it needs the key. See <see cref="SqliteStoreOptions.EncryptionEnabled"/> for what it covers.
    /// </summary>
    public bool EncryptionEnabled { get; init; }

    /// <summary>Where the keys of a store that the engine opens itself come from; <see langword="null"/>, the default, for the file beside the database, named like it with <c>.key</c> behind. An engine over a given store uses the store's.</summary>
    public IKeyProvider? KeyProvider { get; init; }

    /// <summary>
    /// How large the database of a store that the engine opens itself may grow, in bytes of pages in use; from 1 MiB; no limit by default. Beyond,
    /// writing records throws <see cref="StoreFullException"/> until records are deleted or the limit is raised.
    /// </summary>
    public long? MaxDatabaseBytes { get; init; }

    /// <summary>
    /// Actions of the host's own, which alerts can name. None by default. Names are unique and none of <see cref="Alerting.AlertActionNames"/>. Of
    /// several engines over one store object the first that brings a name counts.
    /// </summary>
    public IReadOnlyList<IAlertAction> AlertActions { get; init; } = [];

    /// <summary>The clock of a store that the engine opens itself; the system's by default. An engine over a given store uses the store's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where faults of background work are reported; nowhere by default. Never receives user data.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Throws unless all options are in range. Whoever makes an engine need not call it.</summary>
    /// <exception cref="InvalidOptionsException">Options are out of range; all of them are named.</exception>
    public void Validate()
    {
        var errors = new List<string>();
        OptionChecks.Range(errors, nameof(CollectionInterval), CollectionInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        OptionChecks.Range(errors, nameof(RetentionDays), RetentionDays, 1, 36_500);
        OptionChecks.Range(errors, nameof(BufferSize), BufferSize, 1, 10_000_000);
        OptionChecks.Range(errors, nameof(BatchSize), BatchSize, 1, 1_000_000);
        OptionChecks.Range(errors, nameof(MaxDatabaseBytes), MaxDatabaseBytes ?? long.MaxValue, 1L << 20, long.MaxValue);
        OptionChecks.NotNull(errors, nameof(TimeProvider), TimeProvider);
        CheckActions(errors);
        OptionChecks.ThrowIfAny(nameof(AnalyticsEngineOptions), errors);
    }

    private void CheckActions(List<string> errors)
    {
        string[] names = [.. AlertActions?.Select(action => action?.Name ?? string.Empty) ?? [string.Empty], AlertActionNames.Notify, AlertActionNames.Log, AlertActionNames.Throttle];
        if (names.Any(name => name.Length is 0 or > AlertLimits.MaxNameLength) || names.Distinct(StringComparer.Ordinal).Count() < names.Length)
        {
            errors.Add(FormattableString.Invariant($"{nameof(AlertActions)} holds nothing, or an action whose name is empty, longer than {AlertLimits.MaxNameLength} characters, there twice, or one of notify, log, throttle. Give each action a name of its own."));
        }
    }
}
