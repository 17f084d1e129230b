using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Testing.Conformance;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage.Sqlite;

/// <summary>One database of <see cref="SqliteStore"/> for the conformance suite; settled means sealed.</summary>
internal sealed class SqliteConformance(bool inMemory, SqliteStoreOptions options) : StoreConformance
{
    private readonly TempFolder _folder = new();
    private readonly List<SqliteStore> _stores = [];

    public override bool SharesDatabase => !inMemory;

    public override async ValueTask DisposeAsync()
    {
        foreach (SqliteStore store in _stores)
        {
            await store.DisposeAsync();
        }

        _folder.Dispose();
    }

    protected override async Task<IMetricStore> OpenAsync(CancellationToken cancellationToken = default)
    {
        var store = new SqliteStore(inMemory ? ":memory:" : _folder.File("store.db"), options with { TimeProvider = TimeProvider });
        _stores.Add(store);
        await store.InitializeAsync(cancellationToken);
        return store;
    }

    protected override Task SettleAsync(IMetricStore store, CancellationToken cancellationToken = default) => ((SqliteStore)store).SealAsync(cancellationToken);
}
