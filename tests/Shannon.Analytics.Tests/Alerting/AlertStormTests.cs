using System.Diagnostics;
using System.Globalization;
using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Alerting;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Alerting;

/// <summary>
/// Ten thousand alerts under many records: all of them fire, each about a user of its own; or all watch the same metric with limits of their own, of which
/// a record is beyond few and one beyond all. <c>tests/long.sh alerts SECONDS</c> keeps it up for longer, and demands the pace.
/// </summary>
[Collection(nameof(MemoryOfTheProcess))]
public class AlertStormTests
{
    private const int Alerts = 10_000;
    private const int RecordsPerBatch = 5_000;
    private const int RecordsPerSecond = 50_000;
    private const long MostBytes = 150_000_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Storm_OfTenThousandAlerts_KeepsUpInBoundedMemory_AndLosesNothingUncounted(bool isPerUser)
    {
        bool isLongLane = Environment.GetEnvironmentVariable("SHANNON_STORM_SECONDS") is not null;
        int seconds = int.Parse(Environment.GetEnvironmentVariable("SHANNON_STORM_SECONDS") ?? "2", CultureInfo.InvariantCulture);
        using var folder = new TempFolder();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await using AnalyticsEngine engine = await AnalyticsEngine.OpenAsync(folder.File("storm.db"));
        IAsyncEnumerator<AlertNotification> listener = engine.Notifications.StreamAsync(capacity: 100).GetAsyncEnumerator();
        await Task.WhenAll(Enumerable.Range(0, Alerts).Select(i => engine.Alerts.CreateAsync(isPerUser ? OfUser(i) : OfLimit(i))));

        long began = Stopwatch.GetTimestamp();
        long records = 0;
        for (long batches = (long)seconds * RecordsPerSecond / RecordsPerBatch; batches > 0; batches--)
        {
            await ((MetricsCollector)engine.Collector).CollectColumnsAsync(Batch(records, isPerUser));
            records += RecordsPerBatch;
        }

        // Each has seen what it waits for, and the last await has returned: all of them fire.
        double elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
        AlertHealth health = engine.Health.Alerts;
        Assert.Equal((Alerts, Alerts, records), (health.Alerts, health.Firing, health.EvaluatedRecords));
        Assert.Equal((0L, 0L), (health.ActionsDropped, health.StoreFailures));

        // The slow listener finds, of those it missed, exactly the number.
        long told = 0;
        while (told < Alerts)
        {
            Assert.True(await listener.MoveNextAsync());
            told += 1 + listener.Current.Missed;
        }

        Assert.Equal(Alerts, told);
        Assert.Equal(Alerts, (await engine.Alerts.GetHistoryAsync(new AlertHistoryQuery { Limit = AlertLimits.MaxHistory })).Count);
        long bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(bytes <= MostBytes, $"{bytes} bytes more are in use.");
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{records} records past {Alerts} alerts{(isPerUser ? " of a user each" : " on one metric")} in {elapsed:F1} s, {records / elapsed:F0} a second; {bytes / 1_000_000} MB in use"));
        if (isLongLane)
        {
            Assert.InRange(records / elapsed, RecordsPerSecond, double.PositiveInfinity);
        }
    }

    private static AlertDefinition OfUser(int i) => AlertFixture.Slow with { Window = TimeSpan.FromMinutes(10), Scope = new MetricFilter { UserId = UserOf(i) } };

    private static AlertDefinition OfLimit(int i) =>
        AlertFixture.Slow with { Window = TimeSpan.FromMinutes(10), Threshold = 1, Condition = FormattableString.Invariant($"response_time > {i}") };

    // Without users, most records are beyond at most ten limits and the last of a batch is beyond all.
    private static ColumnBatch Batch(long first, bool isPerUser) => new()
    {
        Count = RecordsPerBatch,
        Category = MetricCategory.Performance,
        Names = TextValues.Constant("response_time"),
        Users = TextValues.Of([.. Enumerable.Range(0, RecordsPerBatch).Select(i => UserOf((int)((first + i) % Alerts)))]),
        Measurements = [new MeasurementColumn("value", Some.Make(RecordsPerBatch, i => isPerUser ? 3.0 : i < RecordsPerBatch - 1 ? i % 11 : Alerts))],
    };

    private static string UserOf(int i) => FormattableString.Invariant($"user-{i}");
}
