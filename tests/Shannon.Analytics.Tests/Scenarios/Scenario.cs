using Microsoft.Extensions.Time.Testing;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Testing;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Scenarios;

/// <summary>What each part of the functional specification sets up: a store in a file, a session manager and an engine over both, at a moment that stands still.</summary>
internal sealed class Scenario : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    private Scenario()
    {
        Store = new SqliteStore(_folder.File("analytics.db"), new SqliteStoreOptions { TimeProvider = Time });
        Sessions = new InMemorySessionManager(new InMemorySessionManagerOptions { TimeProvider = Time });
        Engine = new AnalyticsEngine(new MetricsCollector(Store), Sessions, options: new AnalyticsEngineOptions { TimeProvider = Time });
    }

    internal FakeTimeProvider Time { get; } = new(Some.Time);

    internal DateTimeOffset Now => Time.GetUtcNow();

    internal SqliteStore Store { get; }

    internal InMemorySessionManager Sessions { get; }

    internal AnalyticsEngine Engine { get; }

    internal IReadOnlyList<string> Files => Directory.GetFiles(_folder.FullPath);

    internal static async Task<Scenario> OpenAsync()
    {
        var scenario = new Scenario();
        await scenario.Engine.InitializeAsync();
        return scenario;
    }

    internal async Task SealAsync(bool seal)
    {
        if (seal)
        {
            await Store.SealAsync();
        }
    }

    internal async Task CloseAsync()
    {
        await Engine.DisposeAsync();
        await Sessions.DisposeAsync();
        await Store.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Dispose();
    }
}
