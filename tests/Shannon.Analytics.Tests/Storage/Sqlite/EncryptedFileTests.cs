using System.Text;
using Microsoft.Data.Sqlite;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Encryption;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Storage.Blobs;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage.Sqlite;

/// <summary>What an encrypted file shows, and what becomes of it in other hands.</summary>
public sealed class EncryptedFileTests : IDisposable
{
    private static readonly string[] Secrets =
    [
        "secretsession", "secretuser", "secretproject", "secretmodel", "secretkey", "secretattribute", "secretvalue",
        "lateuser", "lateproject", "latemodel", "secretdocument", "secretdocvalue", "secretlogvalue", "secretjson",
    ];

    private readonly TempFolder _folder = new();

    private string DatabasePath => _folder.File("usage.db");

    private static SqliteStoreOptions Encrypted { get; } = new() { EncryptionEnabled = true };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Files_OfAnEncryptedStore_HoldNoPlantedSecret(bool compressed)
    {
        await using (SqliteStore store = await Stores.OpenAsync(DatabasePath, Encrypted with { CompressionEnabled = compressed }))
        {
            await PlantAsync(store);
            Assert.Empty(SecretsInFiles());
            await store.CheckpointAsync();
            await PlantAsync(store);
            Assert.Empty(SecretsInFiles());
        }

        Assert.Empty(SecretsInFiles());

        // And the search finds what is there: a plain store has them all.
        await using SqliteStore plain = await Stores.OpenAsync(_folder.File("plain.db"));
        await PlantAsync(plain);
        Assert.Equal(Secrets.Order(), SecretsInFiles().Order());
    }

    [Fact]
    public async Task EncryptionTurnedOnLater_CatalogueIsEncryptedAtOnceAndEverythingReads()
    {
        List<MetricRecord> before;
        await using (SqliteStore plain = await Stores.OpenAsync(DatabasePath))
        {
            await PlantAsync(plain);
            before = [.. await Stores.ReadAllAsync(plain)];
        }

        await using (SqliteStore store = await Stores.OpenAsync(DatabasePath, Encrypted))
        {
            Assert.Equal(before.Select(Show), (await Stores.ReadAllAsync(store)).Select(Show));
            await AssertStateAsync(store);

            // Keys and sessions go on where they were.
            AppendResult again = await store.AppendAsync(Some.Metric() with { Key = new RecordKey("secretkey", 1) });
            Assert.Equal(1, again.Duplicates);
            AppendResult better = await store.AppendAsync(Some.Metric() with { Key = new RecordKey("secretkey", 9), SessionId = "secretsession" });
            Assert.Equal(1, better.Replaced);
            Assert.Equal(1, (await store.DescribeAsync()).Sessions - 1);
            Assert.True((await store.DescribeAsync()).IsEncrypted);
        }

        // What lay in tables is gone from the file; blocks of records wait until they are rewritten.
        Assert.DoesNotContain("secretdocument", SecretsInFiles());
        Assert.DoesNotContain("secretdocvalue", SecretsInFiles());
        Assert.DoesNotContain("secretlogvalue", SecretsInFiles());
        Assert.DoesNotContain("secretsession", SecretsInFiles());
    }

    [Fact]
    public async Task Open_WithoutAsking_StaysEncrypted()
    {
        await using (SqliteStore store = await Stores.OpenAsync(DatabasePath, Encrypted))
        {
            await PlantAsync(store);
        }

        await using (SqliteStore store = await Stores.OpenAsync(DatabasePath))
        {
            await PlantAsync(store);
            await AssertStateAsync(store);
            Assert.Equal(4, (await Stores.ReadAllAsync(store)).Count);
            Assert.True((await store.DescribeAsync()).IsEncrypted);
        }

        Assert.Empty(SecretsInFiles());
    }

    [Fact]
    public async Task Open_KeyFileLost_SaysSoAndMakesNoOther()
    {
        await using (SqliteStore store = await Stores.OpenAsync(DatabasePath, Encrypted))
        {
            await PlantAsync(store);
        }

        string aside = _folder.File("aside");
        File.Move(DatabasePath + ".key", aside);
        foreach (SqliteStoreOptions options in (SqliteStoreOptions[])[new(), Encrypted])
        {
            EncryptionKeyException error = await Assert.ThrowsAsync<EncryptionKeyException>(() => Stores.OpenAsync(DatabasePath, options));
            Assert.Equal(EncryptionKeyProblem.Missing, error.Problem);
            Assert.Contains(".key", error.Message, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(DatabasePath + ".key"));
        File.Move(aside, DatabasePath + ".key");
        await using SqliteStore again = await Stores.OpenAsync(DatabasePath);
        Assert.Equal(2, (await Stores.ReadAllAsync(again)).Count);
    }

    [Fact]
    public async Task Open_AnotherKeyOfTheSameId_IsAWrongKey()
    {
        var right = new BlobSource.FixedKeys(BlobSource.SomeKey("k", 1));
        await using (SqliteStore store = await Stores.OpenAsync(DatabasePath, Encrypted with { KeyProvider = right }))
        {
            await PlantAsync(store);
        }

        var wrong = new BlobSource.FixedKeys(BlobSource.SomeKey("k", 2));
        EncryptionKeyException error = await Assert.ThrowsAsync<EncryptionKeyException>(() => Stores.OpenAsync(DatabasePath, new SqliteStoreOptions { KeyProvider = wrong }));
        Assert.Equal(EncryptionKeyProblem.Wrong, error.Problem);
        Assert.False(File.Exists(DatabasePath + ".key"));
        Assert.False(File.Exists(DatabasePath + "-wal"));
    }

    [Fact]
    public async Task Open_ProviderThatFails_IsUnreadable()
    {
        EncryptionKeyException error = await Assert.ThrowsAsync<EncryptionKeyException>(() => Stores.OpenAsync(DatabasePath, Encrypted with { KeyProvider = new FailingKeys() }));
        Assert.Equal(EncryptionKeyProblem.Unreadable, error.Problem);
        Assert.IsType<InvalidDataException>(error.InnerException);
        await using SqliteStore plain = await Stores.OpenAsync(DatabasePath);
        Assert.False((await plain.DescribeAsync()).IsEncrypted);
    }

    // A running process has the file open in plain while another turns encryption on.
    [Fact]
    public async Task OtherObject_TurnsEncryptionOn_TheRunningOneEncryptsFromThenOn()
    {
        await using SqliteStore running = await Stores.OpenAsync(DatabasePath);
        await running.AppendAsync(Some.Metric() with { SessionId = "early" });
        await using (SqliteStore other = await Stores.OpenAsync(DatabasePath, Encrypted))
        {
            await PlantAsync(running);
            await PlantAsync(other);
            await AssertStateAsync(running);
            await AssertStateAsync(other);
            Assert.Equal(5, (await Stores.ReadAllAsync(running)).Count);
            Assert.Equal(3, (await running.DescribeAsync()).Sessions);
            await running.CheckpointAsync();
        }

        Assert.Empty(SecretsInFiles());
    }

    [Fact]
    public async Task ManyObjects_CreateAnEncryptedFileAtOnce_AgreeOnOneKey()
    {
        for (int round = 0; round < 5; round++)
        {
            string path = _folder.File($"{round}.db");
            SqliteStore[] stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Stores.OpenAsync(path, Encrypted))));
            await Task.WhenAll(stores.Select((store, i) => store.AppendAsync(Some.Metric() with { SessionId = "s", Key = new RecordKey("one", i) }).AsTask()));
            foreach (SqliteStore store in stores)
            {
                Assert.Equal("s", Assert.Single(await Stores.ReadAllAsync(store)).SessionId);
                await store.DisposeAsync();
            }
        }
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task ReadPage_AnyBitFlippedInABlock_NamesTheBlock(bool compressed, bool encrypted)
    {
        var options = new SqliteStoreOptions { CacheBytes = 0, CompressionEnabled = compressed, EncryptionEnabled = encrypted };
        await using SqliteStore store = await Stores.OpenAsync(DatabasePath, options);
        await store.AppendBatchAsync([.. Enumerable.Range(0, 50).Select(i => Some.Metric(i) with { Timestamp = Some.Time, SessionId = "s" + (i % 3), Attributes = new AttributeSet { ["path"] = "/a/longer/path/" + (i % 7) } })]);
        using SqliteConnection raw = Stores.Raw(DatabasePath);
        byte[] sound = (byte[])Scalar(raw, "SELECT block FROM journal");
        Assert.Equal((encrypted ? 2 : 0) | (compressed ? 1 : 0), sound[1]);
        for (int bit = 0; bit < sound.Length * 8; bit += 5)
        {
            byte[] damaged = [.. sound];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Replace(raw, damaged);
            StoreCorruptException error = await Assert.ThrowsAsync<StoreCorruptException>(() => Stores.ReadAllAsync(store));
            Assert.Contains("ournal block 1", error.Message, StringComparison.Ordinal);
        }

        Replace(raw, sound);
        Assert.Equal(50, (await Stores.ReadAllAsync(store)).Count);
    }

    [Fact]
    public async Task Compression_TurnedOn_SticksAndSaves()
    {
        MetricInput[] batch = [.. Enumerable.Range(0, 2000).Select(i => Some.Metric(i) with { Timestamp = Some.Time, Attributes = new AttributeSet { ["text"] = $"a text with much in common, number {i} of them, and so on" } })];
        long plainBytes;
        await using (SqliteStore plain = await Stores.OpenAsync(_folder.File("plain.db")))
        {
            await plain.AppendBatchAsync(batch);
            plainBytes = plain.Health.BlockBytesWritten;
        }

        await using (SqliteStore store = await Stores.OpenAsync(DatabasePath, new SqliteStoreOptions { CompressionEnabled = true }))
        {
            await store.AppendBatchAsync(batch);
            Assert.True(store.Health.BlockBytesWritten <= plainBytes);
        }

        await using SqliteStore again = await Stores.OpenAsync(DatabasePath);
        Assert.Equal((true, false), ((await again.DescribeAsync()).IsCompressed, (await again.DescribeAsync()).IsEncrypted));
        await again.AppendBatchAsync(batch);
        Assert.Equal(4000, (await Stores.ReadAllAsync(again)).Count);
        using SqliteConnection raw = Stores.Raw(DatabasePath);
        Assert.Equal(0L, Scalar(raw, "SELECT count(*) FROM journal WHERE hex(substr(block,1,1))<>'B1'"));
    }

    [Fact]
    public async Task PlainFile_Blocks_StandBareAsEver()
    {
        await using SqliteStore store = await Stores.OpenAsync(DatabasePath);
        await PlantAsync(store);
        using SqliteConnection raw = Stores.Raw(DatabasePath);
        Assert.Equal(0L, Scalar(raw, "SELECT count(*) FROM journal WHERE hex(substr(block,1,4))<>'53420100'"));
        Assert.Equal(0L, Scalar(raw, "SELECT count(*) FROM properties"));
        Assert.False(File.Exists(DatabasePath + ".key"));
    }

    private static string Show(MetricRecord record) => record.ToJson();

    private static async Task PlantAsync(SqliteStore store)
    {
        await store.AppendBatchAsync(
        [
            Some.Metric() with
            {
                SessionId = "secretsession", UserId = "secretuser", Project = "secretproject", Model = "secretmodel", Timestamp = Some.Time,
                Attributes = new AttributeSet { ["secretattribute"] = "secretvalue", ["json"] = AttributeValue.FromJson("""{"a":"secretjson"}""") },
                Key = new RecordKey("secretkey" + (await Stores.ReadAllAsync(store)).Count.ToString("#", null), 5),
            },
        ]);
        await store.AppendAsync(new SessionMetric { SessionId = "late", UserId = "lateuser", Project = "lateproject", Model = "latemodel", Timestamp = Some.Time });
        await store.ApplyAsync([StateChange.Put("kind", "secretdocument", "secretdocvalue"), StateChange.Append("log", "secretlogvalue")]);
    }

    private static async Task AssertStateAsync(SqliteStore store)
    {
        Assert.Equal("secretdocvalue", (await store.GetStateAsync("kind", "secretdocument"))!.Value);
        Assert.Equal("secretdocument", Assert.Single(await store.ListStateAsync("kind")).Id);
        Assert.All(await store.ReadLogAsync("log", 0, 10), entry => Assert.Equal("secretlogvalue", entry.Value));
    }

    private static object Scalar(SqliteConnection raw, string sql)
    {
        using SqliteCommand command = raw.CreateCommand();
#pragma warning disable CA2100 // Tests write their own SQL.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar()!;
    }

    private static void Replace(SqliteConnection raw, byte[] block)
    {
        using SqliteCommand command = raw.CreateCommand();
        command.CommandText = "UPDATE journal SET block=@block";
        command.Parameters.AddWithValue("@block", block);
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private string[] SecretsInFiles()
    {
        byte[][] files =
        [
            .. Directory.GetFiles(_folder.FullPath).Select(path =>
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                byte[] content = new byte[file.Length];
                file.ReadExactly(content);
                return content;
            }),
        ];
        return [.. Secrets.Where(secret => Array.Exists(files, content => content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0 || content.AsSpan().IndexOf(Encoding.Unicode.GetBytes(secret)) >= 0))];
    }

    private sealed class FailingKeys : IKeyProvider
    {
        public ValueTask<EncryptionKey?> GetCurrentKeyAsync(CancellationToken cancellationToken = default) => throw new InvalidDataException("no");

        public ValueTask<EncryptionKey?> GetKeyAsync(string id, CancellationToken cancellationToken = default) => throw new InvalidDataException("no");

        public ValueTask<EncryptionKey> CreateKeyAsync(CancellationToken cancellationToken = default) => throw new InvalidDataException("no");
    }
}
