using Microsoft.Extensions.Time.Testing;
using Shannon.Analytics.Alerting;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Storage;

namespace Shannon.Analytics.Tests.Alerting;

/// <summary>An engine with alerts over a real file and a clock that the test moves.</summary>
internal sealed class AlertFixture : IAsyncDisposable
{
    private readonly StoreSource _stores = new(inMemory: false) { Options = new SqliteStoreOptions { FlushInterval = TimeSpan.FromMinutes(10) } };
    private readonly List<AnalyticsEngine> _engines = [];

    public FakeTimeProvider Time => _stores.Time;

    public static AlertDefinition Slow { get; } = new() { Name = "slow", Condition = "response_time > 2.0", Threshold = 3 };

    /// <summary>An engine over a store object of its own, as in another process.</summary>
    public async Task<AnalyticsEngine> OpenAsync(params IAlertAction[] actions)
    {
        var engine = new AnalyticsEngine(_stores.New(), new AnalyticsEngineOptions { AlertActions = actions });
        await engine.InitializeAsync();
        _engines.Add(engine);
        return engine;
    }

    /// <summary>A store object over the same file, without an engine.</summary>
    public Task<SqliteStore> OpenStoreAsync() => _stores.OpenAsync();

    /// <summary>Closes an engine and its store, as a process that ends.</summary>
    public async Task CloseAsync(AnalyticsEngine engine)
    {
        _engines.Remove(engine);
        await engine.DisposeAsync();
    }

    public static async Task RespondAsync(AnalyticsEngine engine, double seconds, int times = 1, string? session = null, string? user = null)
    {
        for (int i = 0; i < times; i++)
        {
            await engine.TrackMetricAsync(new PerformanceMetric("response_time", seconds) { SessionId = session, UserId = user });
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (AnalyticsEngine engine in _engines)
        {
            await engine.DisposeAsync();
        }

        await _stores.DisposeAsync();
    }
}
