namespace Shannon.Analytics.Tests.Storage;

/// <summary>Tests that run over stores of one kind.</summary>
public abstract class TestsOverStores : IAsyncDisposable
{
    private protected TestsOverStores(StoreSource stores) => Stores = stores;

    private protected StoreSource Stores { get; }

    public async ValueTask DisposeAsync()
    {
        await Stores.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
