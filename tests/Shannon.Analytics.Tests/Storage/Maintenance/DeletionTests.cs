using System.Text;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Storage.Segments;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage.Maintenance;

public class DeletionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Delete_ByAnyPredicate_RemovesJustWhatAQueryFinds(int seed)
    {
        var random = new Random(seed);
        using var folder = new TempFolder();
        await using SqliteStore store = await Stores.OpenAsync(folder.File("store.db"));
        for (int round = 0; round < 5; round++)
        {
            await store.AppendBatchAsync(Some.Make(random.Next(1, 300), _ => Some.Input(random)), cancellationToken: Token);
            await store.AppendColumnsAsync(Some.Columns(random, random.Next(1, 5_000)), cancellationToken: Token);
            if (random.Next(3) > 0)
            {
                await store.SealAsync(Token);
            }

            var query = new DeleteQuery
            {
                SessionId = random.Next(2) == 0 ? Some.OneOf<string>(random, "s1", "s2") : null,
                UserId = random.Next(3) == 0 ? "ada" : null,
                Range = random.Next(2) == 0 ? new TimeRange(Some.Time.AddMinutes(-random.Next(50)), Some.Time.AddMinutes(random.Next(50))) : default,
                AllowEverything = true,
            };
            IReadOnlyList<MetricRecord> before = await store.AllAsync();
            IReadOnlyList<MetricRecord> found = await store.AllAsync(new MetricQuery { SessionId = query.SessionId, UserId = query.UserId, Range = query.Range });
            DeleteResult result = await store.DeleteAsync(query, Token);
            Assert.Equal((found.Count, 0), (result.Records, result.BytesPending));
            HashSet<long> gone = [.. found.Select(record => record.Id)];
            SealTests.AssertSame([.. before.Where(record => !gone.Contains(record.Id))], await store.AllAsync());
            Assert.Empty((await store.CheckAsync(Token)).Problems);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Delete_ASubject_LeavesNoByteOfThemInTheFiles(bool sealBefore)
    {
        using var folder = new TempFolder();
        string path = folder.File("store.db");
        await using SqliteStore store = await Stores.OpenAsync(path);
        await store.AppendBatchAsync(
            Some.Make(6_000, i => new CustomMetric("build", i) { Timestamp = Some.Time.AddSeconds(i), UserId = i % 3 == 0 ? "user" + i : "other", Attributes = { ["note"] = i % 3 == 0 ? "subject-note-" + i : "harmless" }, Key = new RecordKey(i % 3 == 0 ? "subject-key-" + i : "k" + i) }),
            cancellationToken: Token);
        if (sealBefore)
        {
            await store.SealAsync(Token);
        }

        Assert.Equal(6_000, (await store.AllAsync()).Count);
        for (int i = 0; i < 30; i += 3)
        {
            DeleteResult result = await store.DeleteAsync(new DeleteQuery { UserId = "user" + i }, Token);
            Assert.Equal((1, 0), (result.Records, result.BytesPending));
        }

        DeleteResult rest = await store.DeleteAsync(new DeleteQuery { Measurements = [new MeasurementRange("value", 3, 3)], AllowEverything = true }, Token);
        Assert.Equal(0, rest.Records);
        AssertAbsent(path, "user27", "subject-note-27", "subject-key-27");
        Assert.Equal(5_990, (await store.AllAsync()).Count);

        // Its key is free again.
        AppendResult again = await store.AppendAsync(Some.Metric(1) with { Key = new RecordKey("subject-key-27") }, Token);
        Assert.Equal(new AppendResult(1, 0, 0), again);
        Assert.True((await store.CheckAsync(Token)).IsSound);
    }

    [Fact]
    public async Task Delete_ReplacedCopiesOfASubject_GoWithThem()
    {
        using var folder = new TempFolder();
        await using SqliteStore store = await Stores.OpenAsync(folder.File("store.db"));
        await store.AppendAsync(new CustomMetric("build", 1) { UserId = "ada", Key = new RecordKey("k", 1), Attributes = { ["note"] = "the first copy" } }, Token);
        await store.AppendAsync(Some.Metric(2) with { UserId = "ada", Key = new RecordKey("k", 2) }, Token);
        Assert.Equal(1, (await store.DeleteAsync(new DeleteQuery { UserId = "ada" }, Token)).Records);
        Assert.Empty(await store.AllAsync());
        AssertAbsent(folder.File("store.db"), "the first copy");
        Assert.True((await store.CheckAsync(Token)).IsSound);
    }

    [Fact]
    public async Task Delete_AReaderHoldsTheLog_SaysThatBytesArePending()
    {
        using var folder = new TempFolder();
        string path = folder.File("store.db");
        await using SqliteStore store = await Stores.OpenAsync(path);
        await store.AppendBatchAsync(Some.Make(1_000, i => Some.Metric(i) with { UserId = "ada" }), cancellationToken: Token);
        using var reader = Stores.Raw(path);
        Stores.Run(reader, "BEGIN; SELECT count(*) FROM journal;");
        DeleteResult result = await store.DeleteAsync(new DeleteQuery { UserId = "ada" }, Token);
        Assert.Equal(1_000, result.Records);
        Assert.True(result.BytesPending > 0);
        Stores.Run(reader, "COMMIT");
        Assert.Equal(new DeleteResult(0, 0), await store.DeleteAsync(new DeleteQuery { UserId = "ada" }, Token));
    }

    [Fact]
    public async Task DropBefore_Days_GoWholeAndTheBoundaryIsExact()
    {
        using var folder = new TempFolder();
        await using SqliteStore store = await Stores.OpenAsync(folder.File("store.db"));
        var random = new Random(1);
        var start = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        await store.AppendColumnsAsync(SealTests.Busy(random, "busy", 60_000, TimeSpan.FromDays(5)), cancellationToken: Token);
        await store.AppendColumnsAsync(SealTests.Busy(random, "quiet", 500, TimeSpan.FromDays(5)), cancellationToken: Token);
        await store.SealAsync(Token);
        await store.AppendColumnsAsync(SealTests.Busy(random, "late", 500, TimeSpan.FromDays(5)), cancellationToken: Token);
        IReadOnlyList<MetricRecord> before = await store.AllAsync();
        DateTimeOffset cut = start.AddDays(3).AddHours(7);
        DeleteResult result = await store.DropBeforeAsync(cut, cancellationToken: Token);
        Assert.Equal(before.Count(record => record.Timestamp < cut), result.Records);
        SealTests.AssertSame([.. before.Where(record => record.Timestamp >= cut)], await store.AllAsync());
        Assert.True((await store.CheckAsync(Token)).IsSound);
    }

    [Fact]
    public async Task Delete_WhileOthersWriteAndSeal_LosesNothingElse()
    {
        using var folder = new TempFolder();
        string path = folder.File("store.db");
        await using SqliteStore store = await Stores.OpenAsync(path);
        await using SqliteStore other = await Stores.OpenAsync(path);
        var random = new Random(1);
        await store.AppendBatchAsync(Some.Make(5_000, i => Some.Metric(i) with { UserId = i % 2 == 0 ? "ada" : "grace" }), cancellationToken: Token);
        Task writing = Task.Run(
            async () =>
            {
                for (int i = 0; i < 40; i++)
                {
                    await other.AppendBatchAsync(Some.Make(50, value => Some.Metric(value) with { UserId = "grace" }), cancellationToken: Token);
                    if (i % 10 == 9)
                    {
                        await other.SealAsync(Token);
                    }
                }
            },
            Token);
        DeleteResult result = await store.DeleteAsync(new DeleteQuery { UserId = "ada" }, Token);
        await writing;
        Assert.Equal(2_500, result.Records);
        IReadOnlyList<MetricRecord> left = await store.AllAsync();
        Assert.Equal(4_500, left.Count);
        Assert.All(left, record => Assert.Equal("grace", record.UserId));
        Assert.True((await store.CheckAsync(Token)).IsSound);
    }

    private static void AssertAbsent(string path, params string[] texts)
    {
        foreach (string file in new[] { path, path + "-wal" }.Where(File.Exists))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            Assert.All(texts, text => Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) < 0, $"{text} is still in {Path.GetExtension(file)}"));
        }
    }
}
