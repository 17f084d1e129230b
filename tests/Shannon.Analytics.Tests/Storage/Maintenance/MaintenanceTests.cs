using Microsoft.Data.Sqlite;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Maintenance;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Storage.Segments;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage.Maintenance;

public class MaintenanceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Check_SoundStore_FindsNothingAndCounts()
    {
        using var folder = new TempFolder();
        await using SqliteStore store = await FilledAsync(folder.File("store.db"));
        StoreCheckReport report = await store.CheckAsync(Token);
        Assert.Empty(report.Problems);
        Assert.True(report is { IsSound: true, Segments: > 0, JournalBlocks: > 0 });
        Assert.Equal(20_400, report.Records);
    }

    [Theory]
    [InlineData("UPDATE segments SET max_time=max_time+1 WHERE id=(SELECT min(id) FROM segments)", StoreProblemKind.Directory)]
    [InlineData("UPDATE segments SET count=count-1 WHERE id=(SELECT min(id) FROM segments)", StoreProblemKind.Directory)]
    [InlineData("UPDATE segments SET max_id=max_id-1 WHERE id=(SELECT min(id) FROM segments)", StoreProblemKind.Directory)]
    [InlineData("DELETE FROM columns WHERE id=(SELECT min(id) FROM columns)", StoreProblemKind.Segment)]
    [InlineData("DELETE FROM segments WHERE id=(SELECT min(id) FROM segments)", StoreProblemKind.Directory)]
    [InlineData("UPDATE journal SET max_time=max_time+1", StoreProblemKind.Directory)]
    [InlineData("UPDATE dead SET replaced_by=replaced_by+1", StoreProblemKind.Directory)]
    [InlineData("UPDATE counters SET value=value-1000 WHERE name='next_id'", StoreProblemKind.Directory)]
    [InlineData("UPDATE names SET name=name||'x'", StoreProblemKind.Segment)]
    [InlineData("UPDATE sessions SET user_id='other'", StoreProblemKind.Segment)]
    [InlineData("INSERT INTO keys(hash,id,rank) VALUES(x'00',1,1)", StoreProblemKind.Key)]
    [InlineData("INSERT INTO dead(id,replaced_by) VALUES(999999999,5)", StoreProblemKind.Replacement)]
    public async Task Check_CatalogueContradictsContents_NamesIt(string sql, StoreProblemKind kind)
    {
        using var folder = new TempFolder();
        await using (await FilledAsync(folder.File("store.db")))
        {
        }

        using (SqliteConnection raw = Stores.Raw(folder.File("store.db")))
        {
            Stores.Run(raw, sql);
        }

        await using SqliteStore store = await Stores.OpenAsync(folder.File("store.db"));
        StoreCheckReport report = await store.CheckAsync(Token);
        Assert.Contains(report.Problems, problem => problem.Kind == kind);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task AnyColumn_FlippedOrCutOrSwapped_IsNamedAndNeverAWrongNumber(int seed)
    {
        var random = new Random(seed);
        using var folder = new TempFolder();
        string path = folder.File("store.db");
        IReadOnlyList<MetricRecord> expected;
        await using (SqliteStore sound = await FilledAsync(path))
        {
            expected = await sound.AllAsync();
        }

        int refused = 0;
        for (int round = 0; round < 12; round++)
        {
            string copy = folder.File($"copy{round}.db");
            File.Copy(path, copy);
            using (SqliteConnection raw = Stores.Raw(copy))
            {
                Damage(raw, random);
            }

            await using SqliteStore store = await Stores.OpenAsync(copy);
            StoreCheckReport report = await store.CheckAsync(Token);
            StoreProblem problem = Assert.Single(report.Problems, problem => problem.Kind == StoreProblemKind.Segment);
            Assert.Matches("segment [0-9]+ is damaged", problem.Message);
            try
            {
                // Rollups are not read for records.
                SealTests.AssertSame(expected, await store.AllAsync());
            }
            catch (StoreCorruptException)
            {
                refused++;
            }
        }

        Assert.True(refused > 6, $"Only {refused} of 12 damages were met.");
    }

    [Fact]
    public async Task Backup_WhileWritersGoOn_IsAWholeStoreOfItsOwn()
    {
        using var folder = new TempFolder();
        await using SqliteStore store = await FilledAsync(folder.File("store.db"));
        IReadOnlyList<MetricRecord> before = await store.AllAsync();
        await File.WriteAllTextAsync(folder.File("backup.db"), "something old", Token);
        Task writing = Task.Run(
            async () =>
            {
                for (int i = 0; i < 50; i++)
                {
                    await store.AppendAsync(Some.Metric(i) with { Timestamp = MetricLimits.MaxTimestamp }, Token);
                }
            },
            Token);
        await store.BackupAsync(folder.File("backup.db"), Token);
        await writing;
        await using SqliteStore copy = await Stores.OpenAsync(folder.File("backup.db"));
        SealTests.AssertSame(before, [.. (await copy.AllAsync()).Take(before.Count)]);
        Assert.True((await copy.CheckAsync(Token)).IsSound);
        Assert.False(File.Exists(folder.File("backup.db.partial")));
        await copy.AppendAsync(Some.Metric(), Token);
    }

    [Fact]
    public async Task Backup_PathThatCannotBe_IsRefusedWithAReason()
    {
        using var folder = new TempFolder();
        await using SqliteStore store = await Stores.OpenAsync(folder.File("store.db"));
        await Assert.ThrowsAsync<ArgumentException>(() => store.BackupAsync(folder.File("store.db"), Token));
        await Assert.ThrowsAnyAsync<StoreException>(() => store.BackupAsync(Path.Combine(folder.File("nowhere"), "backup.db"), Token));
    }

    [Fact]
    public async Task Compact_AfterDeletion_GivesTheSpaceBack()
    {
        using var folder = new TempFolder();
        await using SqliteStore store = await Stores.OpenAsync(folder.File("store.db"));
        var random = new Random(1);
        await store.AppendColumnsAsync(SealTests.Busy(random, "busy", 200_000, TimeSpan.FromDays(10)), cancellationToken: Token);
        await store.SealAsync(Token);
        await store.CheckpointAsync(Token);
        long full = new FileInfo(folder.File("store.db")).Length;
        await store.DropBeforeAsync(new DateTimeOffset(2026, 3, 10, 0, 0, 0, TimeSpan.Zero), cancellationToken: Token);
        Assert.True(await store.CompactAsync(Token) > 0);
        Assert.InRange(new FileInfo(folder.File("store.db")).Length, 1, full / 3);
        Assert.True((await store.CheckAsync(Token)).IsSound);
    }

    [Fact]
    public async Task Quota_Reached_RefusesRecordsUntilSomeAreDeletedOrTheLimitIsRaised()
    {
        using var folder = new TempFolder();
        var options = new SqliteStoreOptions { MaxDatabaseBytes = 1 << 20 };
        var random = new Random(1);
        await using (SqliteStore store = await Stores.OpenAsync(folder.File("store.db"), options))
        {
            StoreFullException full = await Assert.ThrowsAsync<StoreFullException>(async () =>
            {
                for (int i = 0; i < 1_000; i++)
                {
                    await store.AppendColumnsAsync(SealTests.Busy(random, "busy", 5_000, TimeSpan.FromDays(10)), cancellationToken: Token);
                }
            });
            Assert.Contains("MaxDatabaseBytes", full.Message, StringComparison.Ordinal);
            Assert.NotEmpty(await store.AllAsync());
            await store.DeleteAsync(new DeleteQuery { Selector = Selector.Parse("busy") }, Token);
            await store.AppendAsync(Some.Metric(), Token);
            store.AssertClosed();
            while (store.Health.FailedCommits < 5)
            {
                try
                {
                    await store.AppendColumnsAsync(SealTests.Busy(random, "busy", 5_000, TimeSpan.FromDays(10)), cancellationToken: Token);
                }
                catch (StoreFullException)
                {
                    break;
                }
            }
        }

        await using SqliteStore raised = await Stores.OpenAsync(folder.File("store.db"), options with { MaxDatabaseBytes = 1 << 24 });
        await raised.AppendAsync(Some.Metric(), Token);
    }

    private static async Task<SqliteStore> FilledAsync(string path)
    {
        var random = new Random(11);
        SqliteStore store = await Stores.OpenAsync(path);
        await store.AppendColumnsAsync(SealTests.Busy(random, "busy", 20_000, TimeSpan.FromDays(2)), cancellationToken: Token);
        await store.AppendBatchAsync(Some.Make(200, i => Some.Metric(i) with { Key = new RecordKey("k" + i), Timestamp = Some.Time, SessionId = "s" }), cancellationToken: Token);
        await store.SealAsync(Token);
        await store.AppendBatchAsync(Some.Make(100, i => Some.Metric(i) with { Key = new RecordKey("k" + i, 1), Timestamp = Some.Time }), cancellationToken: Token);
        await store.AppendBatchAsync(Some.Make(100, i => Some.Metric(i)), cancellationToken: Token);
        return store;
    }

    private static void Damage(SqliteConnection raw, Random random)
    {
        var ids = new List<(long Id, int Length)>();
        using (SqliteCommand list = raw.CreateCommand())
        {
            list.CommandText = "SELECT id, length(data) FROM columns";
            using SqliteDataReader reader = list.ExecuteReader();
            while (reader.Read())
            {
                ids.Add((reader.GetInt64(0), reader.GetInt32(1)));
            }
        }

        var (id, length) = ids[random.Next(ids.Count)];
        using SqliteCommand read = raw.CreateCommand();
        read.CommandText = "SELECT data FROM columns WHERE id=$id";
        read.Parameters.AddWithValue("$id", random.Next(4) == 0 ? ids.First(other => other.Id != id).Id : id);
        byte[] data = (byte[])read.ExecuteScalar()!;
        if ((long)read.Parameters["$id"].Value! == id)
        {
            if (random.Next(3) == 0)
            {
                data = data[..random.Next(length)];
            }
            else
            {
                data[random.Next(length)] ^= (byte)(1 << random.Next(8));
            }
        }

        using SqliteCommand write = raw.CreateCommand();
        write.CommandText = "UPDATE columns SET data=$data WHERE id=$id";
        write.Parameters.AddWithValue("$data", data);
        write.Parameters.AddWithValue("$id", id);
        write.ExecuteNonQuery();
    }
}
