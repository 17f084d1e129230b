using Microsoft.Data.Sqlite;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Blobs;
using Shannon.Analytics.Storage.Encryption;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Storage.Blobs;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage.Sqlite;

/// <summary>Nonces over the life of a file, keys that change under an open store, and a file whose encryption could not be turned on.</summary>
public sealed class EncryptionKeysInUseTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string DatabasePath => _folder.File("usage.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task File_OverManyOpenings_NoSaltAndCounterTwice()
    {
        for (int opening = 0; opening < 12; opening++)
        {
            SqliteStore[] stores = [await OpenAsync(), await OpenAsync()];
            for (int i = 0; i < 8; i++)
            {
                SqliteStore store = stores[i % 2];
                await store.AppendAsync(Some.Metric(i) with { SessionId = $"s{opening}-{i}", UserId = "ada" });
                await store.ApplyAsync([StateChange.Put("kind", "id" + i, "value"), StateChange.Append("log", "value")]);
            }

            foreach (SqliteStore store in stores)
            {
                await store.DisposeAsync();
            }
        }

        byte[][] blobs = Blobs("SELECT block FROM journal UNION ALL SELECT sealed FROM sessions UNION ALL SELECT value FROM state UNION ALL SELECT value FROM state_log UNION ALL SELECT value FROM properties WHERE name='lookup_key'");
        Assert.Equal((12 * 8 * 3) + 8 + 1, blobs.Length);
        Assert.Equal(blobs.Length, blobs.Select(Nonce).Distinct().Count());

        Task<SqliteStore> OpenAsync() => Stores.OpenAsync(DatabasePath, new SqliteStoreOptions { EncryptionEnabled = true });
    }

    [Fact]
    public async Task Key_ChangedByAnotherObject_IsFetchedWhenMetAndOnlyThen()
    {
        EncryptionKey old = BlobSource.SomeKey("old", 1);
        EncryptionKey fresh = BlobSource.SomeKey("fresh", 2);
        var growing = new GrowingKeys(old);
        await using SqliteStore running = await Stores.OpenAsync(DatabasePath, new SqliteStoreOptions { EncryptionEnabled = true, KeyProvider = growing, CacheBytes = 0 });
        await running.AppendAsync(Some.Metric() with { SessionId = "first", UserId = "ada" });
        await using (SqliteStore other = await Stores.OpenAsync(DatabasePath, new SqliteStoreOptions { KeyProvider = new BlobSource.FixedKeys(old, fresh) }))
        {
            await other.AppendAsync(Some.Metric() with { SessionId = "second", UserId = "grace" });
            Assert.Equal(2, (await Stores.ReadAllAsync(other)).Count);
        }

        // Neither reading nor writing can do without the key; nothing is changed, and both go on as soon as it is there.
        await AssertMissingAsync(() => Stores.ReadAllAsync(running));
        await AssertMissingAsync(() => running.AppendAsync(Some.Metric() with { SessionId = "second" }).AsTask());
        await running.AppendAsync(Some.Metric() with { SessionId = "first" });
        growing.Add(fresh);
        await running.AppendAsync(Some.Metric() with { SessionId = "second" });
        Assert.Equal(["first", "second", "first", "second"], (await Stores.ReadAllAsync(running)).OrderBy(record => record.Id).Select(record => record.SessionId));
        Assert.Equal(2, (await running.DescribeAsync()).Sessions);

        static async Task AssertMissingAsync(Func<Task> call)
        {
            EncryptionKeyException error = await Assert.ThrowsAsync<EncryptionKeyException>(call);
            Assert.Equal(EncryptionKeyProblem.Missing, error.Problem);
            Assert.Contains("'fresh'", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Initialize_CancelledWhileItWaitsForTheKey_CanBeRepeated()
    {
        var keys = new SlowKeys();
        await using var store = new SqliteStore(DatabasePath, new SqliteStoreOptions { EncryptionEnabled = true, KeyProvider = keys });
        using var stop = new CancellationTokenSource();
        Task opening = store.InitializeAsync(stop.Token);
        await keys.Asked.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.InitializeAsync(stop.Token));
        keys.Hurry = true;
        await store.InitializeAsync(CancellationToken.None);
        await store.AppendAsync(Some.Metric());
        Assert.True((await store.DescribeAsync()).IsEncrypted);

        // And one that is never repeated leaves nothing open.
        keys.Hurry = false;
        using var folder = new TempFolder();
        await using var abandoned = new SqliteStore(folder.File("usage.db"), new SqliteStoreOptions { EncryptionEnabled = true, KeyProvider = keys });
        using var soon = new CancellationTokenSource();
        Task never = abandoned.InitializeAsync(soon.Token);
        await soon.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => never);
    }

    [Theory]
    [InlineData("sessions")]
    [InlineData("counters")]
    public async Task Protect_ThatFailsHalfWay_LeavesThePlainFileAsItWas(string failing)
    {
        await using SqliteStore store = await Stores.OpenAsync(DatabasePath);
        await WriteAsync();
        using (SqliteConnection raw = Stores.Raw(DatabasePath))
        {
            Stores.Run(raw, $"CREATE TRIGGER broken BEFORE UPDATE ON {failing} BEGIN SELECT RAISE(ABORT, 'broken'); END");
            await Assert.ThrowsAnyAsync<StoreException>(() => store.ProtectAsync(compress: true, encrypt: true, CancellationToken.None));
            Stores.Run(raw, "DROP TRIGGER broken");
        }

        await WriteAsync();
        Assert.Equal((false, false), ((await store.DescribeAsync()).IsCompressed, (await store.DescribeAsync()).IsEncrypted));
        Assert.Empty(Blobs("SELECT session FROM sessions WHERE typeof(session)<>'text' UNION ALL SELECT value FROM state WHERE typeof(value)<>'text' UNION ALL SELECT block FROM journal WHERE hex(substr(block,1,1))<>'53'"));

        await store.ProtectAsync(compress: true, encrypt: true, CancellationToken.None);
        await WriteAsync();
        Assert.Equal(3, (await Stores.ReadAllAsync(store)).Count);
        Assert.Equal(1, (await store.DescribeAsync()).Sessions);
        Assert.Equal(3, (await store.ReadLogAsync("log", 0, 10)).Count);
        Assert.Empty(Blobs("SELECT CAST(session AS BLOB) FROM sessions WHERE typeof(session)<>'blob' UNION ALL SELECT CAST(value AS BLOB) FROM state WHERE typeof(value)<>'blob'"));

        async Task WriteAsync()
        {
            await store.AppendAsync(Some.Metric() with { SessionId = "s", UserId = "ada" });
            await store.ApplyAsync([StateChange.Put("kind", "id", "value"), StateChange.Append("log", "value")]);
        }
    }

    private static string Nonce(byte[] blob)
    {
        int salt = BlobFormat.HeaderBytes + 1 + blob[BlobFormat.HeaderBytes];
        return Convert.ToHexString(blob, salt, KeyDerivation.SaltBytes + BlobFormat.CounterBytes);
    }

    private byte[][] Blobs(string sql)
    {
        using SqliteConnection raw = Stores.Raw(DatabasePath);
        using SqliteCommand command = raw.CreateCommand();
#pragma warning disable CA2100 // Tests write their own SQL.
        command.CommandText = sql;
#pragma warning restore CA2100
        using SqliteDataReader reader = command.ExecuteReader();
        var blobs = new List<byte[]>();
        while (reader.Read())
        {
            blobs.Add(reader.GetFieldValue<byte[]>(0));
        }

        return [.. blobs];
    }

    /// <summary>Answers only when told to hurry, or cancelled.</summary>
    private sealed class SlowKeys : IKeyProvider
    {
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Hurry { get; set; }

        public async ValueTask<EncryptionKey?> GetCurrentKeyAsync(CancellationToken cancellationToken = default)
        {
            Asked.TrySetResult();
            if (!Hurry)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            return BlobSource.SomeKey("k");
        }

        public ValueTask<EncryptionKey?> GetKeyAsync(string id, CancellationToken cancellationToken = default) => GetCurrentKeyAsync(cancellationToken);

        public ValueTask<EncryptionKey> CreateKeyAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }

    private sealed class GrowingKeys(EncryptionKey current) : IKeyProvider
    {
        private volatile EncryptionKey[] _keys = [current];

        public void Add(EncryptionKey key) => _keys = [.. _keys, key];

        public ValueTask<EncryptionKey?> GetCurrentKeyAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<EncryptionKey?>(_keys[0]);

        public ValueTask<EncryptionKey?> GetKeyAsync(string id, CancellationToken cancellationToken = default) => ValueTask.FromResult(Array.Find(_keys, key => key.Id == id));

        public ValueTask<EncryptionKey> CreateKeyAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(_keys[0]);
    }
}
