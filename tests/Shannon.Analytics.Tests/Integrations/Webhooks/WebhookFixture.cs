using System.Net;
using Microsoft.Extensions.Time.Testing;
using Shannon.Analytics.Integrations.Webhooks;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Storage;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Integrations.Webhooks;

/// <summary>An engine with webhooks over a real file, a clock that the test moves, a network that records, and an endpoint on loopback.</summary>
internal sealed class WebhookFixture : IAsyncDisposable
{
    private readonly StoreSource _stores = new(inMemory: false) { Options = new SqliteStoreOptions { FlushInterval = TimeSpan.FromMinutes(10) } };
    private readonly List<AnalyticsEngine> _engines = [];

    public FakeTimeProvider Time => _stores.Time;

    public string Path => _stores.Path;

    public HostileEndpoint Endpoint { get; } = new();

    public RecordingNetwork Network { get; } = new();

    /// <summary>To the endpoint, with one attempt a second at first and no random waits.</summary>
    public WebhookDefinition Definition => new()
    {
        Url = Endpoint.Url,
        Events = ["*"],
        RetryPolicy = new() { MaxRetries = 3, Jitter = 0 },
        CircuitBreaker = new() { FailureThreshold = 1_000 },
    };

    public WebhookOptions Options => new() { AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")], AllowsPlainHttp = true, Network = Network };

    public Task<AnalyticsEngine> OpenAsync() => OpenAsync(Options);

    /// <summary>An engine over a store object of its own, as in another process.</summary>
    public async Task<AnalyticsEngine> OpenAsync(WebhookOptions options)
    {
        var engine = new AnalyticsEngine(_stores.New(), new AnalyticsEngineOptions { Webhooks = options });
        await engine.InitializeAsync();
        _engines.Add(engine);
        return engine;
    }

    public Task<SqliteStore> OpenStoreAsync() => _stores.OpenAsync();

    public async Task CloseAsync(AnalyticsEngine engine)
    {
        _engines.Remove(engine);
        await engine.DisposeAsync();
    }

    /// <summary>Moves the clock second by second, each time once all engines have done what there is to do, until something is so.</summary>
    public async Task AdvanceUntilAsync(Func<Task<bool>> condition, string what, int seconds = 600)
    {
        for (int i = 0; i <= seconds; i++)
        {
            await Until.True(() => _engines.TrueForAll(static engine => ((WebhookService)engine.Webhooks).IsIdle), "idle");
            if (await condition())
            {
                return;
            }

            Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Fail($"Not within {seconds} s: {what}");
    }

    /// <summary>Waits, without moving the clock, until the status is as expected.</summary>
    public static async Task<WebhookStatus> UntilAsync(AnalyticsEngine engine, string id, Func<WebhookStatus, bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            WebhookStatus status = await engine.Webhooks.GetStatusAsync(id, patience.Token);
            if (condition(status))
            {
                return status;
            }

            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (AnalyticsEngine engine in _engines)
        {
            await engine.DisposeAsync();
        }

        await _stores.DisposeAsync();
        await Endpoint.DisposeAsync();
    }
}
