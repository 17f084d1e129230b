using System.Runtime.CompilerServices;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics;

/// <summary>
/// A service of one store object, which all engines over it share: what is committed is evaluated once, and what is to be sent is sent once, whoever's
/// engine it came through. Begins with the first engine and ends with the last. Thread-safe.
/// </summary>
/// <typeparam name="T">The service.</typeparam>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for has nothing to dispose of.
internal sealed class SharedService<T>
#pragma warning restore CA1001
    where T : class, IAsyncDisposable
{
    private static readonly ConditionalWeakTable<IMetricStore, SharedService<T>> ByStore = [];

    private readonly SemaphoreSlim _turn = new(1, 1);
    private T? _service;
    private int _engines;

    internal static SharedService<T> Of(IMetricStore store) => ByStore.GetOrCreateValue(store);

    /// <summary>An engine joins.</summary>
    /// <param name="make">Makes the service if there is none.</param>
    /// <param name="start">Starts it then; if that fails it is disposed of.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<T> JoinAsync(Func<T> make, Func<T, Task> start, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _service ??= await StartAsync(make(), start).ConfigureAwait(false);
            _engines++;
            return _service;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>An engine that had joined leaves.</summary>
    internal async Task LeaveAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (--_engines == 0 && _service is { } last)
            {
                _service = null;
                await last.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private static async Task<T> StartAsync(T service, Func<T, Task> start)
    {
        try
        {
            await start(service).ConfigureAwait(false);
            return service;
        }
        catch
        {
            await service.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
