using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage.Sqlite;

public class SqliteStoreDisposalTests
{
    [Fact]
    public async Task DisposeAsync_AfterReads_LeavesTheDatabaseFileAlone()
    {
        using var folder = new TempFolder();
        for (int round = 0; round < 25; round++)
        {
            var store = new SqliteStore(folder.File("usage.db"), new SqliteStoreOptions { ReaderThreads = 4 });
            await store.InitializeAsync();
            await store.AppendAsync(new CustomMetric("round", round));
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => store.ReadPageAsync(MetricQuery.All, 10)));
            await store.DisposeAsync();

            // Readers that outlive the writer's connection would leave the write-ahead log behind.
            Assert.Equal([folder.File("usage.db")], Directory.GetFiles(folder.FullPath));
        }
    }
}
