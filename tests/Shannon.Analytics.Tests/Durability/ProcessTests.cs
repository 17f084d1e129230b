using Microsoft.Data.Sqlite;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Durability;

/// <summary>Several processes over one file.</summary>
public class ProcessTests
{
    [Fact]
    public async Task Initialize_ThreeProcessesCreateOneFileAtOnce_AllWriteToIt()
    {
        using var folder = new TempFolder();
        for (int round = 0; round < 5; round++)
        {
            string path = folder.File($"{round}.db");
            string gate = folder.File($"{round}.gate");
            ChildProcess[] processes = [.. Enumerable.Range(0, 3).Select(_ => CrashHosts.Start("open", path, gate))];
            try
            {
                foreach (ChildProcess process in processes)
                {
                    await process.ExpectAsync("ready");
                }

                await File.WriteAllTextAsync(gate, string.Empty);
                foreach (ChildProcess process in processes)
                {
                    string? sees = await process.ReadLineAsync();
                    Assert.True(await process.WaitForExitAsync() == 0, process.Errors);
                    Assert.Matches("^sees [123]$", sees);
                }
            }
            finally
            {
                foreach (ChildProcess process in processes)
                {
                    await process.DisposeAsync();
                }
            }

            await using var store = await OpenAsync(path);
            RecordPage page = await store.ReadPageAsync(MetricQuery.All, 10);
            Assert.Equal([1L, 2L, 3L], page.Records.Select(record => record.Id).Order());
        }
    }

    [Fact]
    public async Task ReadPage_AnotherProcessAwaitedAWrite_SeesItAtOnce()
    {
        using var folder = new TempFolder();
        string path = folder.File("shared.db");
        await using ChildProcess other = CrashHosts.Start("serve", path);
        await other.ExpectAsync("ready");
        await using var store = await OpenAsync(path);
        for (int i = 1; i <= 20; i++)
        {
            other.WriteLine($"append {i}");
            await other.ExpectAsync("stored");
            Assert.Equal((2 * i) - 1, (await store.ReadPageAsync(MetricQuery.All, 100)).Records.Count);

            await store.AppendAsync(new CustomMetric("ours", i));
            other.WriteLine("count");
            await other.ExpectAsync($"{2 * i}");
        }

        RecordPage all = await store.ReadPageAsync(MetricQuery.All, 100);
        Assert.Equal(Enumerable.Range(1, 40).Select(id => (long)id), all.Records.Select(record => record.Id).Order());
        other.WriteLine("close");
        Assert.Equal(0, await other.WaitForExitAsync());
    }

    [Fact]
    public async Task Append_NewerProcessUpgradedTheFile_StopsCleanlyAndWritesNothing()
    {
        using var folder = new TempFolder();
        string path = folder.File("upgraded.db");
        await using var store = await OpenAsync(path);
        await store.AppendAsync(new CustomMetric("before", 1));
        SetVersion(path, SqliteSchema.Version + 1);

        var error = await Assert.ThrowsAsync<StoreVersionException>(async () => await store.AppendAsync(new CustomMetric("after", 2)));
        Assert.Contains("update", error.Message, StringComparison.OrdinalIgnoreCase);
        await Assert.ThrowsAsync<StoreVersionException>(() => store.ApplyAsync([StateChange.Put("kind", "id", "value")]));

        Assert.Single((await store.ReadPageAsync(MetricQuery.All, 10)).Records);
        Assert.Null(await store.GetStateAsync("kind", "id"));
        Assert.Equal(1, store.Health.Ingest.Failed);
        SetVersion(path, SqliteSchema.Version);
        await store.AppendAsync(new CustomMetric("downgraded", 3));
        Assert.Equal(["before", "downgraded"], (await store.ReadPageAsync(MetricQuery.All, 10)).Records.Select(record => record.Name));
    }

    private static async Task<SqliteStore> OpenAsync(string path)
    {
        var store = new SqliteStore(path);
        await store.InitializeAsync();
        return store;
    }

    private static void SetVersion(string path, int version)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = FormattableString.Invariant($"PRAGMA user_version={version}");
        command.ExecuteNonQuery();
    }
}
