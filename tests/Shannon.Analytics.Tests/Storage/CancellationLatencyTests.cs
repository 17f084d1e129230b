using System.Diagnostics;
using System.Globalization;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage;

/// <summary>
/// How soon a cancelled query ends: by the work it still does, which no busy machine changes, and by the clock, whose strict bound the long lane asks
/// for. SHANNON_CANCEL_ROWS sets the records of the latter (200,000 by default), SHANNON_CANCEL_MS the bound (5,000 by default).
/// </summary>
public class CancellationLatencyTests
{
    private const int Metrics = 60;

    private static readonly GroupKey[] BySession = [GroupKey.Session];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Operations => [.. Named.Keys];

    private static Dictionary<string, Func<SqliteStore, CancellationToken, Task>> Named { get; } = new(StringComparer.Ordinal)
    {
        ["aggregate"] = (store, token) => store.AggregateAsync(new AggregateQuery { Functions = ["avg", "p50", "p99", "distinct"], GroupBy = BySession, Bucket = TimeBucket.Hour }, token),
        ["one group"] = (store, token) => store.AggregateAsync(new AggregateQuery { Functions = ["p50", "p99", "distinct"] }, token),
        ["many"] = (store, token) => store.AggregateManyAsync([.. Enumerable.Range(1, 40).Select(rank => new AggregateQuery { Functions = [AggregateFunction.Percentile(rank)], GroupBy = BySession, Bucket = TimeBucket.Hour })], token),
        ["series"] = (store, token) => store.ReadSeriesAsync(new SeriesQuery { IncludeSessions = true, MaxPoints = 100_000_000 }, token),
        ["distinct"] = (store, token) => store.DistinctAsync(new DistinctQuery { Key = GroupKey.Attribute("region") }, token),
        ["scan"] = ScanAsync,
        ["check"] = (store, token) => store.CheckAsync(token),
        ["delete"] = (store, token) => store.DeleteAsync(new DeleteQuery { Attributes = new AttributeSet { ["region"] = "eu" } }, token),
        ["drop"] = (store, token) => store.DropBeforeAsync(QueryData.Start.AddHours(12), keepRollups: true, token),
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Cancel_AmidTheWork_DoesOnlyWhatWasBegun(string operation)
    {
        using var folder = new TempFolder();
        await using SqliteStore store = await FilledAsync(folder, Metrics * 4_500);
        using var source = new CancellationTokenSource();
        int read = 0;
        store.OnReading(() =>
        {
            if (Interlocked.Increment(ref read) == Metrics / 2)
            {
                source.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Named[operation](store, source.Token));
        store.OnReading(null);

        // Each thread finishes the group of rows it is at.
        Assert.InRange(read, Metrics / 2, (Metrics / 2) + (10 * Environment.ProcessorCount));
        Assert.Empty((await store.CheckAsync(Token)).Problems);
    }

    [Fact]
    public async Task Cancel_AtRandomMoments_EndsWithinTheBound()
    {
        int rows = Setting("SHANNON_CANCEL_ROWS", 200_000);
        double bound = Setting("SHANNON_CANCEL_MS", 5_000);
        var random = new Random(7);
        using var folder = new TempFolder();
        await using SqliteStore store = await FilledAsync(folder, rows);
        foreach (var (name, run) in Named)
        {
            // Deleting cannot be repeated, so its moments are in the first part of it.
            bool repeats = name is not "delete" and not "drop";
            var clock = Stopwatch.StartNew();
            await (repeats ? run(store, Token) : Named["check"](store, Token));
            double whole = clock.Elapsed.TotalMilliseconds;
            double worst = 0;
            int cancelled = 0;
            for (int i = 0; i < 20; i++)
            {
                using var source = new CancellationTokenSource();
                Task task = run(store, source.Token);
                await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * whole * (repeats ? 1 : 0.1)), Token));
                var since = Stopwatch.StartNew();
                await source.CancelAsync();
                await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                cancelled += task.IsCanceled ? 1 : 0;
                worst = Math.Max(worst, since.Elapsed.TotalMilliseconds);
            }

            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cancel: {name} over {rows} records takes {whole:F0} ms; {cancelled} of 20 cancelled, the slowest ended after {worst:F0} ms"));
            Assert.True(worst <= bound, $"{name} ended {worst:F0} ms after it was cancelled.");
        }

        Assert.Empty((await store.CheckAsync(Token)).Problems);
    }

    private static async Task ScanAsync(SqliteStore store, CancellationToken token)
    {
        await foreach (ScanBatch batch in store.ScanAsync(new ScanQuery(), token))
        {
            Assert.True(batch.Count > 0);
        }
    }

    /// <summary>A day of records of many metrics, in segments of their own.</summary>
    private static async Task<SqliteStore> FilledAsync(TempFolder folder, int rows)
    {
        SqliteStore store = await Stores.OpenAsync(folder.File("store.db"), new SqliteStoreOptions { CacheBytes = 0 });
        const int most = 500_000;
        var random = new Random(1);
        for (int first = 0; first < rows; first += most)
        {
            int count = Math.Min(most, rows - first);
            int from = first;
            await store.AppendColumnsAsync(
                new ColumnBatch
                {
                    Count = count,
                    Category = MetricCategory.Custom,
                    Names = TextValues.OfCodes(Some.Make<string?>(Metrics, i => "metric_" + i), Some.Make(count, i => i % Metrics)),
                    TimestampsMicros = Some.Make(count, i => UnixMicros.From(QueryData.Start) + ((long)(from + i) * TimeSpan.TicksPerDay / 10 / rows)),
                    Sessions = TextValues.OfCodes(Some.Make<string?>(50, i => "s" + i), Some.Make(count, _ => random.Next(50))),
                    Measurements = [new MeasurementColumn("value", Some.Make(count, _ => random.Next(100_000) / 8.0))],
                    Attributes = [AttributeColumn.OfText("region", TextValues.OfCodes(["eu", "us", "asia"], Some.Make(count, _ => random.Next(3))))],
                },
                cancellationToken: Token);
        }

        await store.SealAsync(Token);
        return store;
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
