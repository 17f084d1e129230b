using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage.Segments;

public class ChangeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ReadChanges_WhileRecordsAreSealed_MeetsEachOnceInOrder(int seed)
    {
        var random = new Random(seed);
        using var folder = new TempFolder();
        await using SqliteStore store = await Stores.OpenAsync(folder.File("store.db"));
        var met = new List<long>();
        for (int round = 0; round < 12; round++)
        {
            await store.AppendBatchAsync(Some.Make(random.Next(1, 200), _ => Some.Input(random)), cancellationToken: Token);
            await store.AppendColumnsAsync(Some.Columns(random, random.Next(1, 5_000)), cancellationToken: Token);
            if (random.Next(2) == 0)
            {
                await store.SealAsync(Token);
            }

            while (await store.ReadChangesAsync(met.LastOrDefault(), random.Next(1, 3_000), Token) is { Count: > 0 } changes)
            {
                met.AddRange(changes.Select(change => change.Record.Id));
                if (random.Next(4) == 0)
                {
                    break;
                }
            }
        }

        met.AddRange((await store.ReadChangesAsync(met.LastOrDefault(), MetricLimits.MaxListCount, Token)).Select(change => change.Record.Id));
        Assert.Equal((await store.AllAsync()).Select(record => record.Id).Order(), met);
    }

    [Fact]
    public async Task ReadChanges_ReplacedRecord_IsNamedBeforeAndAfterSealingAndPurging()
    {
        using var folder = new TempFolder();
        await using SqliteStore store = await Stores.OpenAsync(folder.File("store.db"));
        await store.AppendAsync(Some.Metric(1) with { Key = new RecordKey("k", 1) }, Token);
        await store.AppendAsync(Some.Metric(2), Token);
        await store.AppendAsync(Some.Metric(3) with { Key = new RecordKey("k", 2) }, Token);
        for (int round = 0; round < 4; round++)
        {
            IReadOnlyList<MetricChange> changes = await store.ReadChangesAsync(0, 10, Token);
            Assert.Equal([(2, null), (3, 1)], changes.Take(2).Select(change => ((int)change.Record.Id, change.Replaces)));
            await store.AppendAsync(Some.Metric(round), Token);
            await store.SealAsync(Token);
        }

        Assert.Equal([(3, 1)], (await store.ReadChangesAsync(2, 1, Token)).Select(change => ((int)change.Record.Id, change.Replaces)));
    }
}
