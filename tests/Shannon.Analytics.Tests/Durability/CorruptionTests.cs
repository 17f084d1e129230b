using Microsoft.Data.Sqlite;
using Shannon.Analytics.CrashHost;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Durability;

/// <summary>Damaged bytes are a typed error or have no effect; they are never a wrong number.</summary>
public class CorruptionTests
{
    [Fact]
    public async Task ReadPage_BitFlippedInABlock_NamesTheBlock()
    {
        using var folder = new TempFolder();
        string path = folder.File("usage.db");
        await FillAsync(path);
        using SqliteConnection raw = Stores.Raw(path);
        byte[][] blocks = ReadBlocks(raw);
        long[] firstIds = FirstIds(raw);
        var dice = new SeededRandom(17);
        for (int round = 0; round < 400; round++)
        {
            int victim = dice.Next(0, blocks.Length);
            byte[] damaged = [.. blocks[victim]];
            int bit = dice.Next(0, damaged.Length * 8);
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Replace(raw, firstIds[victim], damaged);

            await using (SqliteStore store = await Stores.OpenAsync(path))
            {
                var error = await Assert.ThrowsAsync<StoreCorruptException>(() => Stores.ReadAllAsync(store));
                Assert.Contains(FormattableString.Invariant($"block {firstIds[victim]}"), error.Message, StringComparison.Ordinal);
            }

            Replace(raw, firstIds[victim], blocks[victim]);
        }
    }

    [Fact]
    public async Task ReadPage_BlockCutShortOrSwapped_NamesTheBlock()
    {
        using var folder = new TempFolder();
        string path = folder.File("usage.db");
        await FillAsync(path);
        using SqliteConnection raw = Stores.Raw(path);
        byte[][] blocks = ReadBlocks(raw);
        long[] firstIds = FirstIds(raw);
        foreach (byte[] damaged in (byte[][])[[], blocks[0][..1], blocks[0][..11], blocks[0][..^1], [.. blocks[0], 0], blocks[1]])
        {
            Replace(raw, firstIds[0], damaged);
            await using SqliteStore store = await Stores.OpenAsync(path);
            var error = await Assert.ThrowsAsync<StoreCorruptException>(() => Stores.ReadAllAsync(store));
            Assert.Contains(FormattableString.Invariant($"block {firstIds[0]}"), error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ReadPage_OneBlockDamaged_WritesAndOtherBlocksGoOn()
    {
        using var folder = new TempFolder();
        string path = folder.File("usage.db");
        await using SqliteStore store = await Stores.OpenAsync(path, new SqliteStoreOptions { CacheBytes = 0 });
        await store.AppendAsync(new CustomMetric("old", 1) { Timestamp = DateTimeOffset.UnixEpoch });
        using (SqliteConnection raw = Stores.Raw(path))
        {
            Replace(raw, 1, [1, 2, 3]);
        }

        await store.AppendAsync(new CustomMetric("new", 2));
        await Assert.ThrowsAsync<StoreCorruptException>(() => Stores.ReadAllAsync(store));
        var recent = await store.ReadPageAsync(new Analytics.Storage.MetricQuery { Range = TimeRange.Since(DateTimeOffset.UnixEpoch.AddDays(1)) }, 10);
        Assert.Equal("new", Assert.Single(recent.Records).Name);
    }

    [Fact]
    public async Task Initialize_HeaderDestroyed_IsATypedError()
    {
        using var folder = new TempFolder();
        string path = folder.File("usage.db");
        await FillAsync(path);
        await OverwriteAsync(path, 0, 100);
        await Assert.ThrowsAsync<StoreFormatException>(() => Stores.OpenAsync(path));
    }

    [Fact]
    public async Task Initialize_CataloguePageDestroyed_IsATypedError()
    {
        using var folder = new TempFolder();
        string path = folder.File("usage.db");
        await FillAsync(path);
        await OverwriteAsync(path, 100, 4000);
        var error = await Assert.ThrowsAsync<StoreCorruptException>(() => Stores.OpenAsync(path));
        Assert.Contains("backup", error.Message, StringComparison.Ordinal);
    }

    // Only blocks carry a checksum: what lies in the catalogue (names of metrics and sessions, which records are replaced) has no more
    // protection than SQLite's own, so a flip there can go unnoticed. The numbers of a record cannot.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_AnyByteOfTheFileFlipped_TypedErrorOrTheRightNumbers(bool seal)
    {
        using var folder = new TempFolder();
        string path = folder.File("usage.db");
        await FillAsync(path);
        if (seal)
        {
            await using SqliteStore store = await Stores.OpenAsync(path);
            await store.SealAsync();
        }

        Dictionary<long, MetricRecord> expected;
        await using (SqliteStore store = await Stores.OpenAsync(path))
        {
            expected = (await Stores.ReadAllAsync(store)).ToDictionary(record => record.Id);
        }

        byte[] sound = await File.ReadAllBytesAsync(path);
        var dice = new SeededRandom(29);
        int refused = 0;
        for (int round = 0; round < 250; round++)
        {
            byte[] damaged = [.. sound];
            int at = dice.Next(0, damaged.Length);
            while (damaged[at] == 0)
            {
                // Mostly free space, where a flip means nothing.
                at = dice.Next(0, damaged.Length);
            }

            damaged[at] ^= (byte)(1 << dice.Next(0, 8));
            string copy = folder.File($"{round}.db");
            await File.WriteAllBytesAsync(copy, damaged);
            try
            {
                await using SqliteStore store = await Stores.OpenAsync(copy);
                foreach (MetricRecord record in await Stores.ReadAllAsync(store))
                {
                    // A record that counts as replaced may have come back; the flip is then in the list of those.
                    if (expected.TryGetValue(record.Id, out MetricRecord? same))
                    {
                        Assert.Equal(Numbers(same), Numbers(record));
                    }
                }
            }
            catch (StoreException)
            {
                refused++;
            }
        }

        Assert.True(refused > 100, $"Only {refused} of 250 flips were refused.");

        static string Numbers(MetricRecord record) => $"{record.Timestamp:O} {string.Join(',', record.Measurements)} {string.Join(',', record.Attributes)} {record.Cost}";
    }

    private static async Task FillAsync(string path)
    {
        var dice = new SeededRandom(5);
        await using SqliteStore store = await Stores.OpenAsync(path);
        for (int batch = 1; batch <= 6; batch++)
        {
            await store.AppendBatchAsync(RecordShape.Batch("w", batch, 50 * batch));
            await store.AppendAsync(new CustomMetric("noise", dice.Next()) { UserId = Text(), Attributes = { ["text"] = Text() + Text() + Text() } });
        }

        await store.AppendBatchAsync(RecordShape.KeyedBatch("k", 1));
        await store.AppendBatchAsync(RecordShape.KeyedBatch("k", 2));

        string Text() => string.Concat(Enumerable.Range(0, 20).Select(_ => dice.Next().ToString("x16", null)));
    }

    private static async Task OverwriteAsync(string path, int offset, int count)
    {
        byte[] noise = new byte[count];
        Array.Fill(noise, (byte)0xA5);
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
        file.Position = offset;
        await file.WriteAsync(noise);
    }

    private static byte[][] ReadBlocks(SqliteConnection raw)
    {
        using SqliteCommand command = raw.CreateCommand();
        command.CommandText = "SELECT block FROM journal ORDER BY first_id";
        using SqliteDataReader reader = command.ExecuteReader();
        var blocks = new List<byte[]>();
        while (reader.Read())
        {
            blocks.Add((byte[])reader[0]);
        }

        return [.. blocks];
    }

    private static long[] FirstIds(SqliteConnection raw)
    {
        using SqliteCommand command = raw.CreateCommand();
        command.CommandText = "SELECT first_id FROM journal ORDER BY first_id";
        using SqliteDataReader reader = command.ExecuteReader();
        var ids = new List<long>();
        while (reader.Read())
        {
            ids.Add(reader.GetInt64(0));
        }

        return [.. ids];
    }

    private static void Replace(SqliteConnection raw, long firstId, byte[] block)
    {
        using SqliteCommand command = raw.CreateCommand();
        command.CommandText = "UPDATE journal SET block=@block WHERE first_id=@id";
        command.Parameters.AddWithValue("@block", block);
        command.Parameters.AddWithValue("@id", firstId);
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
