using Shannon.Analytics.CrashHost;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Durability;

/// <summary>A full disk fails writes and nothing else, and no restart is needed once there is room again.</summary>
public class DiskFullTests
{
    [Fact]
    public async Task Append_DiskFull_FailsWholeAndGoesOnOnceThereIsRoom()
    {
        await using SmallDisk disk = await SmallDisk.MountAsync(4);
        string path = disk.File("usage.db");
        string ledgerPath;
        using (var folder = new TempFolder())
        {
            ledgerPath = folder.File("ledger");
            using (var ledger = new Ledger(ledgerPath))
            {
                await using SqliteStore store = await Stores.OpenAsync(path);
                await WriteAsync(store, ledger, 1, 20);
                disk.Fill();

                int full = 0;
                for (int batch = 21; batch <= 60; batch++)
                {
                    try
                    {
                        await WriteAsync(store, ledger, batch, batch);
                    }
                    catch (StoreFullException error)
                    {
                        full++;
                        Assert.Contains("Free some space", error.Message, StringComparison.Ordinal);
                        ledger.NoteFailure("w", batch, error);
                    }
                }

                // The log may have had room for a few more; a disk without a free page stops the rest.
                Assert.True(full > 20, $"Only {full} of 40 batches failed.");
                IReadOnlyList<MetricRecord> readable = await Stores.ReadAllAsync(store);
                Assert.True(readable.Count >= 20 * 200);
                Assert.Equal(nameof(StoreFullException), store.Health.LastFailure);

                disk.Free();
                await WriteAsync(store, ledger, 61, 80);
                Assert.Equal(store.Health.Ingest.Stored, (await Stores.ReadAllAsync(store)).Count);
                Assert.Equal(store.Health.Ingest.Offered, store.Health.Ingest.Stored + store.Health.Ingest.Failed);
            }

            await CrashHosts.AssertSoundAsync(path, ledgerPath);
        }
    }

    [Fact]
    public async Task Append_LargeBatchThatDoesNotFit_LeavesNoTrace()
    {
        await using SmallDisk disk = await SmallDisk.MountAsync(2);
        await using SqliteStore store = await Stores.OpenAsync(disk.File("usage.db"));
        await store.AppendAsync(new CustomMetric("before", 1));
        var noise = new SeededRandom(3);
        CustomMetric[] huge =
        [
            .. Enumerable.Range(0, 100_000).Select(_ => new CustomMetric("huge", noise.Next()) { Attributes = { ["noise"] = noise.Next().ToString("x16", null) + noise.Next().ToString("x16", null) + noise.Next().ToString("x16", null) + noise.Next().ToString("x16", null) } }),
        ];

        await Assert.ThrowsAsync<StoreFullException>(async () => await store.AppendBatchAsync(huge));

        Assert.Single(await Stores.ReadAllAsync(store));
        await store.AppendAsync(new CustomMetric("after", 2));
        Assert.Equal(["before", "after"], (await Stores.ReadAllAsync(store)).Select(record => record.Name));
    }

    [Fact]
    public async Task Initialize_DiskFull_SaysSo()
    {
        await using SmallDisk disk = await SmallDisk.MountAsync(1);
        disk.Fill();
        await Assert.ThrowsAsync<StoreFullException>(() => Stores.OpenAsync(disk.File("usage.db")));
        disk.Free();
        await using SqliteStore store = await Stores.OpenAsync(disk.File("usage.db"));
        await store.AppendAsync(new CustomMetric("first", 1));
        Assert.Single(await Stores.ReadAllAsync(store));
    }

    private static async Task WriteAsync(SqliteStore store, Ledger ledger, int first, int last)
    {
        for (int batch = first; batch <= last; batch++)
        {
            await store.AppendBatchAsync(RecordShape.Batch("w", batch, 200));
            ledger.Acknowledge("w", batch, 200);
        }
    }
}
