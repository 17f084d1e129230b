using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Tests.Storage.Sqlite;

/// <summary>Without a cache and with one reader: every query decodes every block again.</summary>
public sealed class SqliteTinyCacheStoreModelTests() : StoreModelTests(new StoreSource(inMemory: false)
{
    Options = new SqliteStoreOptions { CacheBytes = 0, ReaderThreads = 1, FlushInterval = TimeSpan.FromMinutes(10) },
});
