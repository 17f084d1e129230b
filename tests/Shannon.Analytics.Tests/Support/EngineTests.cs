using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Storage;

namespace Shannon.Analytics.Tests.Support;

/// <summary>Tests of an engine over a store in a file, whose clock moves only when the test moves it.</summary>
public abstract class EngineTests : IAsyncLifetime
{
    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected StoreSource Source { get; } = new(inMemory: false);

    private protected SqliteStore Store { get; private set; } = null!;

    private protected AnalyticsEngine Engine { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Store = await Source.OpenAsync();
        Engine = new AnalyticsEngine(Store);
        await Engine.InitializeAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await Source.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
