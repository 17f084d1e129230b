using System.Diagnostics;
using System.Globalization;
using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Alerting;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Alerting;

/// <summary>Ten thousand alerts that all fire, under many records. <c>tests/long.sh alerts SECONDS</c> keeps it up for longer.</summary>
[Collection(nameof(MemoryOfTheProcess))]
public class AlertStormTests
{
    private const int Alerts = 10_000;
    private const int RecordsPerBatch = 5_000;
    private const int RecordsPerSecond = 50_000;
    private const long MostBytes = 300_000_000;

    [Fact]
    public async Task Storm_OfTenThousandAlerts_KeepsUpInBoundedMemory_AndLosesNothingUncounted()
    {
        int seconds = int.Parse(Environment.GetEnvironmentVariable("SHANNON_STORM_SECONDS") ?? "2", CultureInfo.InvariantCulture);
        using var folder = new TempFolder();
        await using AnalyticsEngine engine = await AnalyticsEngine.OpenAsync(folder.File("storm.db"));
        IAsyncEnumerator<AlertNotification> listener = engine.Notifications.StreamAsync(capacity: 100).GetAsyncEnumerator();
        await Task.WhenAll(Enumerable.Range(0, Alerts).Select(i => engine.Alerts.CreateAsync(AlertFixture.Slow with { Window = TimeSpan.FromMinutes(10), Scope = new MetricFilter { UserId = UserOf(i) } })));

        long began = Stopwatch.GetTimestamp();
        long records = 0;
        for (long batches = (long)seconds * RecordsPerSecond / RecordsPerBatch; batches > 0; batches--)
        {
            await ((MetricsCollector)engine.Collector).CollectColumnsAsync(Batch(records));
            records += RecordsPerBatch;
        }

        // Three records for each have come, and the last await has returned: all of them fire.
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
        long bytes = GC.GetTotalMemory(forceFullCollection: true);
        Assert.InRange(bytes, 0, MostBytes);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{records} records past {Alerts} alerts in {elapsed:F1} s, {records / elapsed:F0} a second; {bytes / 1_000_000} MB in use"));
    }

    private static ColumnBatch Batch(long first) => new()
    {
        Count = RecordsPerBatch,
        Category = MetricCategory.Performance,
        Names = TextValues.Constant("response_time"),
        Users = TextValues.Of([.. Enumerable.Range(0, RecordsPerBatch).Select(i => UserOf((int)((first + i) % Alerts)))]),
        Measurements = [new MeasurementColumn("value", Some.Make(RecordsPerBatch, _ => 3.0))],
    };

    private static string UserOf(int i) => FormattableString.Invariant($"user-{i}");
}
