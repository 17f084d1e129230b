using Microsoft.Data.Sqlite;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Durability;

/// <summary>Others who hold the file's locks.</summary>
public class BusyTests
{
    [Fact]
    public async Task Append_LockHeldLongerThanBusyTimeout_FailsTypedAndSucceedsLater()
    {
        using var folder = new TempFolder();
        string path = folder.File("usage.db");
        await using SqliteStore store = await Stores.OpenAsync(path, new SqliteStoreOptions { BusyTimeout = TimeSpan.FromMilliseconds(50) });
        using (SqliteConnection other = Stores.Raw(path))
        {
            Stores.Run(other, "BEGIN IMMEDIATE");
            var error = await Assert.ThrowsAsync<StoreBusyException>(async () => await store.AppendAsync(new CustomMetric("refused", 1)));
            Assert.Contains("BusyTimeout", error.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<StoreBusyException>(() => store.TryAcquireLeaseAsync("lease", "us", TimeSpan.FromMinutes(1)));
            Assert.Empty(await Stores.ReadAllAsync(store));
            Stores.Run(other, "ROLLBACK");
        }

        await store.AppendAsync(new CustomMetric("stored", 2));
        Assert.Equal("stored", Assert.Single(await Stores.ReadAllAsync(store)).Name);
        Assert.Equal(1, store.Health.Ingest.Failed);
    }

    [Fact]
    public async Task Append_LockHeldForLessThanBusyTimeout_Waits()
    {
        using var folder = new TempFolder();
        string path = folder.File("usage.db");
        await using SqliteStore store = await Stores.OpenAsync(path);
        using SqliteConnection other = Stores.Raw(path);
        Stores.Run(other, "BEGIN IMMEDIATE");
        Task<Analytics.Storage.AppendResult> waiting = store.AppendAsync(new CustomMetric("patient", 1)).AsTask();
        Assert.Empty(await Stores.ReadAllAsync(store));
        Assert.False(waiting.IsCompleted);
        Stores.Run(other, "ROLLBACK");
        Assert.Equal(1, (await waiting).Stored);
    }

    [Fact]
    public async Task Append_SlowReaderHoldsItsSnapshot_IsNotDelayed()
    {
        using var folder = new TempFolder();
        string path = folder.File("usage.db");
        await using SqliteStore store = await Stores.OpenAsync(path, new SqliteStoreOptions { BusyTimeout = TimeSpan.FromMilliseconds(50) });
        await store.AppendAsync(new CustomMetric("first", 1));
        using SqliteConnection reader = Stores.Raw(path);
        Stores.Run(reader, "BEGIN");
        Assert.Equal(1L, CountJournal(reader));

        for (int i = 0; i < 50; i++)
        {
            await store.AppendAsync(new CustomMetric("more", i));
        }

        Assert.Equal(51, (await Stores.ReadAllAsync(store)).Count);
        Assert.Equal(1L, CountJournal(reader));
        Assert.False(await store.CheckpointAsync());
        Stores.Run(reader, "ROLLBACK");
        Assert.Equal(51L, CountJournal(reader));
        Assert.True(await store.CheckpointAsync());
    }

    private static long CountJournal(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM journal";
        return (long)command.ExecuteScalar()!;
    }
}
