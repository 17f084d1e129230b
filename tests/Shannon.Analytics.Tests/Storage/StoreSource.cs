using Microsoft.Extensions.Time.Testing;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage;

/// <summary>Makes store objects for a suite, all over one database where the kind allows it, and closes them with the test.</summary>
internal sealed class StoreSource(bool inMemory) : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<SqliteStore> _stores = [];

    /// <summary>Nothing happens by itself: the clock stands still, so no interval ends.</summary>
    public FakeTimeProvider Time { get; } = new(Some.Time);

    /// <summary>Whether a second object sees what the first wrote.</summary>
    public bool IsShared => !inMemory;

    public string Path => inMemory ? ":memory:" : _folder.File("store.db");

    public SqliteStoreOptions Options { get; init; } = new() { FlushInterval = TimeSpan.FromMinutes(10) };

    /// <summary>A file that is encrypted from the start, uncached, so that everything read was decrypted.</summary>
    public static StoreSource Encrypted() => new(inMemory: false) { Options = new() { FlushInterval = TimeSpan.FromMinutes(10), CacheBytes = 0, EncryptionEnabled = true } };

    /// <summary>A file that is compressed from the start, uncached.</summary>
    public static StoreSource Compressed() => new(inMemory: false) { Options = new() { FlushInterval = TimeSpan.FromMinutes(10), CacheBytes = 0, CompressionEnabled = true } };

    public SqliteStore New()
    {
        var store = new SqliteStore(Path, Options with { TimeProvider = Time });
        _stores.Add(store);
        return store;
    }

    public async Task<SqliteStore> OpenAsync()
    {
        SqliteStore store = New();
        await store.InitializeAsync();
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (SqliteStore store in _stores)
        {
            await store.DisposeAsync();
        }

        _folder.Dispose();
    }
}
