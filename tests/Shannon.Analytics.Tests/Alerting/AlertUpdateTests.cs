using Shannon.Analytics.Alerting;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Alerting;

/// <summary>An alert that is changed sees every record once, also those that come while its windows are filled from what is stored.</summary>
public sealed class AlertUpdateTests : IAsyncDisposable
{
    private readonly AlertFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData("response_time > 2.0", false)]
    [InlineData("response_time > 2 and count(response_time) > 0", false)]
    [InlineData("response_time > 2.0", true)]
    public async Task Update_WhileRecordsAreCommitted_CountsEachOnce(string condition, bool isGrouped)
    {
        await using var store = new InterruptedStore(await _fixture.OpenStoreAsync());
        await using var engine = new AnalyticsEngine(store);
        await engine.InitializeAsync();
        AlertDefinition definition = AlertFixture.Slow with { Condition = condition, Threshold = 100, GroupBy = isGrouped ? [GroupKey.User] : [] };
        Alert alert = await engine.Alerts.CreateAsync(definition);
        await AlertFixture.RespondAsync(engine, 3, times: 5);
        store.Interrupts = true;
        await engine.Alerts.UpdateAsync(alert.Id, definition with { Name = "changed" });
        store.Interrupts = false;
        Assert.InRange(store.Committed, 2, 50);
        await AlertFixture.RespondAsync(engine, 3);
        Assert.Equal(5 + store.Committed + 1, (await engine.Alerts.GetStatusAsync(alert.Id)).CurrentCount);
    }

    [Fact]
    public async Task Update_BesideBusyWriters_CountsEachRecordOnce()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        AlertDefinition definition = AlertFixture.Slow with { Threshold = AlertLimits.MaxThreshold };
        Alert alert = await engine.Alerts.CreateAsync(definition);
        Task[] writers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() => AlertFixture.RespondAsync(engine, 3, times: 200)))];
        int updates = 0;
        do
        {
            await engine.Alerts.UpdateAsync(alert.Id, definition with { Name = FormattableString.Invariant($"changed {++updates} times") });
        }
        while (!Task.WhenAll(writers).IsCompleted);

        await Task.WhenAll(writers);
        Assert.Equal(600, (await engine.Alerts.GetStatusAsync(alert.Id)).CurrentCount);
    }

    [Fact]
    public async Task Update_BeforeRecordsOfAnotherProcessWereRead_CountsEachOnce()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Alert alert = await engine.Alerts.CreateAsync(AlertFixture.Slow);
        SqliteStore other = await _fixture.OpenStoreAsync();
        await other.AppendBatchAsync([.. Enumerable.Repeat(new PerformanceMetric("response_time", 3), 4)]);
        await engine.Alerts.UpdateAsync(alert.Id, AlertFixture.Slow with { Name = "changed" });
        await engine.RunBackgroundPassAsync(CancellationToken.None);
        Assert.Equal(4, (await engine.Alerts.GetStatusAsync(alert.Id)).CurrentCount);
    }

    [Theory]
    [InlineData("anomaly(response_time, ewma)", true)]
    [InlineData("anomaly(response_time, ewma) or anomaly(token_usage, ewma)", true)]
    [InlineData("anomaly(response_time)", false)]
    public async Task Update_OfAnAnomaly_GoesOnWithTheDetectorItHad(string changed, bool isKept)
    {
        await using var store = new InterruptedStore(await _fixture.OpenStoreAsync());
        await using var engine = new AnalyticsEngine(store);
        await engine.InitializeAsync();
        Alert alert = await engine.Alerts.CreateAsync(new AlertDefinition { Name = "odd", Condition = "anomaly(response_time, ewma)" });
        for (int i = 0; i < 40; i++)
        {
            _fixture.Time.Advance(TimeSpan.FromSeconds(1));
            await AlertFixture.RespondAsync(engine, 1 + (i % 5 * 0.01));
        }

        // An incident begins in the middle of the update: who goes on with the detector has seen that, who begins anew has not.
        _fixture.Time.Advance(TimeSpan.FromSeconds(1));
        store.Interrupts = true;
        await engine.Alerts.UpdateAsync(alert.Id, new AlertDefinition { Name = "odd", Condition = changed });
        store.Interrupts = false;
        Assert.Equal(isKept ? 1 : 0, (await engine.Alerts.GetStatusAsync(alert.Id)).CurrentCount);
    }

    /// <summary>Commits a slow response after each reading that an update does.</summary>
    private sealed class InterruptedStore(SqliteStore store) : ForwardingStore(store)
    {
        public bool Interrupts { get; set; }

        public int Committed { get; private set; }

        public override async Task<StoreDescription> DescribeAsync(CancellationToken cancellationToken = default) =>
            await ThenCommitAsync(await base.DescribeAsync(cancellationToken));

        public override async Task<RecordPage> ReadPageAsync(MetricQuery query, int pageSize, CancellationToken cancellationToken = default) =>
            await ThenCommitAsync(await base.ReadPageAsync(query, pageSize, cancellationToken));

        public override async Task<IReadOnlyList<MetricChange>> ReadChangesAsync(long afterId, int limit, CancellationToken cancellationToken = default) =>
            await ThenCommitAsync(await base.ReadChangesAsync(afterId, limit, cancellationToken));

        private async Task<T> ThenCommitAsync<T>(T answer)
        {
            if (Interrupts)
            {
                await Inner.AppendAsync(new PerformanceMetric("response_time", 50));
                Committed++;
            }

            return answer;
        }
    }
}
