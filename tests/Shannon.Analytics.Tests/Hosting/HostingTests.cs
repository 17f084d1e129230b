using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Hosting;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Sessions;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Testing;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Hosting;

/// <summary>The library in a real generic host.</summary>
public sealed class HostingTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Host_StartedAndStopped_OpensTheFileAndStoresWhatProducersHold()
    {
        using (IHost host = Build(builder => builder.Services.AddShannonAnalytics("usage.db")))
        {
            await host.StartAsync(Cancelled);
            Assert.True(host.Services.GetRequiredService<IMetricsCollector>().TryCollect(Some.Metric(7)));
            Assert.Same(host.Services.GetRequiredService<AnalyticsEngine>(), host.Services.GetRequiredService<IAnalyticsEngine>());
            Assert.Same(host.Services.GetRequiredService<IMetricsAggregator>(), host.Services.GetRequiredService<IAnalyticsEngine>().Aggregator);
            await host.StopAsync(Cancelled);
            Assert.Equal(1, host.Services.GetRequiredService<IAnalyticsEngine>().Health.Store.Ingest.Stored);
        }

        // A relative path is taken from the content root, and no handle is left.
        await using var store = new SqliteStore(_folder.File("usage.db"));
        await store.InitializeAsync(Cancelled);
        Assert.Equal(1, (await store.DescribeAsync(Cancelled)).Records);
    }

    [Fact]
    public async Task Host_ServiceThatStartsFirst_FindsTheEngineOpen()
    {
        using IHost host = Build(builder =>
        {
            builder.Services.AddHostedService<CollectingService>();
            builder.Services.AddShannonAnalytics("usage.db");
        });
        await host.StartAsync(Cancelled);
        await host.StopAsync(Cancelled);
        Assert.Equal(2, host.Services.GetRequiredService<IAnalyticsEngine>().Health.Store.Ingest.Stored);
    }

    [Fact]
    public async Task Options_FromConfiguration_AreBoundAndCodeMayChangeThem()
    {
        using IHost host = Build(builder =>
        {
            builder.Configuration.AddInMemoryCollection(
            [
                new("ShannonAnalytics:DatabasePath", "configured.db"), new("ShannonAnalytics:RetentionDays", "30"),
                new("ShannonAnalytics:CollectionInterval", "00:00:30"), new("ShannonAnalytics:CompressionEnabled", "true"), new("ShannonAnalytics:SampleResources", "true"),
            ]);
            builder.Services.AddShannonAnalytics(builder.Configuration.GetSection(AnalyticsHostOptions.SectionName));
            builder.Services.AddShannonAnalytics(options => options.BatchSize = 7);
        });
        await host.StartAsync(Cancelled);
        AnalyticsEngineOptions options = host.Services.GetRequiredService<IAnalyticsEngine>().Options;
        Assert.Equal((30, TimeSpan.FromSeconds(30), true, 7), (options.RetentionDays, options.CollectionInterval, options.CompressionEnabled, options.BatchSize));
        Assert.True(options.SampleResources);
        Assert.Single(host.Services.GetServices<IHostedService>());
        Assert.True(File.Exists(_folder.File("configured.db")));
        await host.StopAsync(Cancelled);
    }

    [Fact]
    public async Task Options_Wrong_AreReportedTogetherWhenTheHostStarts()
    {
        using IHost host = Build(builder => builder.Services.AddShannonAnalytics(options =>
        {
            options.DatabasePath = " ";
            options.RetentionDays = 0;
            options.BatchSize = -1;
        }));
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancelled));
        Assert.Equal(3, error.Failures.Count());
        Assert.All(["DatabasePath", "RetentionDays", "BatchSize"], name => Assert.Contains(error.Failures, failure => failure.Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task KeyedEngines_HaveFilesAndSessionsOfTheirOwn()
    {
        await using var sessions = new InMemorySessionManager();
        using IHost host = Build(builder =>
        {
            builder.Services.AddKeyedShannonAnalytics("billing", options => options.DatabasePath = "billing.db");
            builder.Services.AddKeyedShannonAnalytics("ops", builder.Configuration.GetSection("absent"));
            builder.Services.AddKeyedShannonAnalytics("ops", options => options.DatabasePath = "ops.db");
            builder.Services.AddKeyedSingleton<ISessionManager>("ops", sessions);
            builder.Services.AddHealthChecks().AddShannonAnalytics("billing").AddShannonAnalytics("ops");
        });
        await host.StartAsync(Cancelled);
        var billing = host.Services.GetRequiredKeyedService<IAnalyticsEngine>("billing");
        var ops = host.Services.GetRequiredKeyedService<IAnalyticsEngine>("ops");
        await billing.TrackMetricAsync(Some.Metric(1), Cancelled);
        AgentSession session = await sessions.CreateSessionAsync(cancellationToken: Cancelled);
        await sessions.ExecutePromptAsync(session.Id, "hello", Cancelled);
        Assert.Equal((1, 3), (billing.Health.Store.Ingest.Stored, ops.Health.Store.Ingest.Stored));
        Assert.Null(host.Services.GetService<IAnalyticsEngine>());
        Assert.Equal(["shannon_analytics_billing", "shannon_analytics_ops"], (await HealthAsync(host)).Entries.Keys.Order());
        await host.StopAsync(Cancelled);
    }

    [Fact]
    public async Task Services_ClockAndSessionManagerOfTheApplication_AreUsed()
    {
        var clock = new FakeTimeProvider(Some.Time);
        await using var sessions = new InMemorySessionManager(new InMemorySessionManagerOptions { TimeProvider = clock });
        using IHost host = Build(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.Services.AddSingleton<ISessionManager>(sessions);
            builder.Services.AddShannonAnalytics(":memory:");
        });
        await host.StartAsync(Cancelled);
        var engine = host.Services.GetRequiredService<IAnalyticsEngine>();
        await engine.TrackMetricAsync(new CustomMetric("build", 1), Cancelled);
        await sessions.CreateSessionAsync(cancellationToken: Cancelled);
        IReadOnlyList<MetricRecord> records = await engine.GetRawMetricsAsync(cancellationToken: Cancelled);
        Assert.Equal(["session_start", "build"], records.Select(record => record.Name));
        Assert.All(records, record => Assert.Equal(Some.Time, record.Timestamp));
        await host.StopAsync(Cancelled);
    }

    [Fact]
    public async Task HealthCheck_EngineStoppedRunningLosing_SaysSo()
    {
        using IHost host = Build(builder =>
        {
            builder.Services.AddShannonAnalytics(options =>
            {
                options.DatabasePath = ":memory:";
                options.BufferSize = 1;
            });
            builder.Services.AddHealthChecks().AddShannonAnalytics(failureStatus: HealthStatus.Degraded, tags: ["live"]);
        });
        Assert.Equal(HealthStatus.Degraded, (await HealthAsync(host)).Status);
        await host.StartAsync(Cancelled);
        HealthReportEntry entry = (await HealthAsync(host)).Entries[AnalyticsHealthChecksBuilderExtensions.DefaultName];
        Assert.Equal((HealthStatus.Healthy, 0L), (entry.Status, entry.Data["dropped"]));
        Assert.Equal(["live"], entry.Tags);
        var collector = host.Services.GetRequiredService<IMetricsCollector>();
        while (collector.TryCollect(Some.Metric(1)))
        {
            // Until the buffer of one record is full.
        }

        entry = (await HealthAsync(host)).Entries[AnalyticsHealthChecksBuilderExtensions.DefaultName];
        Assert.Equal((HealthStatus.Degraded, "1 records were dropped or failed since the last check."), (entry.Status, entry.Description));
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(host)).Status);
        await host.StopAsync(Cancelled);
    }

    [Fact]
    public async Task Meter_Listened_CountsRecordsByOutcome()
    {
        using IHost host = Build(builder => builder.Services.AddKeyedShannonAnalytics("metered", options => options.DatabasePath = ":memory:"));
        await host.StartAsync(Cancelled);
        var engine = host.Services.GetRequiredKeyedService<IAnalyticsEngine>("metered");
        var seen = new Dictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == AnalyticsTelemetry.MeterName && ReferenceEquals(instrument.Meter.Scope, host.Services.GetRequiredService<IMeterFactory>()))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            Assert.Contains(new KeyValuePair<string, object?>("shannon.analytics.engine", "metered"), tags.ToArray());
            seen[instrument.Name + " " + tags.ToArray().FirstOrDefault(tag => tag.Key == "outcome").Value] = value;
        });
        listener.Start();
        await engine.Collector.CollectBatchAsync([Some.Metric(1), Some.Metric(2)], Cancelled);
        await Assert.ThrowsAsync<Shannon.Analytics.Diagnostics.MetricValidationException>(() => engine.TrackMetricAsync(new CustomMetric("build", double.NaN), Cancelled));
        listener.RecordObservableInstruments();
        Assert.Equal((2, 1, 0), (seen["shannon.analytics.records stored"], seen["shannon.analytics.records rejected"], seen["shannon.analytics.records.pending "]));
        Assert.Equal(1, seen["shannon.analytics.commits committed"]);
        Assert.True(seen["shannon.analytics.written "] > 0);
        await host.StopAsync(Cancelled);
    }

    private IHost Build(Action<HostApplicationBuilder> configure)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ContentRootPath = _folder.FullPath });
        configure(builder);
        return builder.Build();
    }

    private static Task<HealthReport> HealthAsync(IHost host) => host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancelled);

    private sealed class CollectingService(IAnalyticsEngine engine) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => engine.TrackMetricAsync(Some.Metric(1), cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Assert.True(engine.Collector.TryCollect(Some.Metric(2)));
            return Task.CompletedTask;
        }
    }
}
