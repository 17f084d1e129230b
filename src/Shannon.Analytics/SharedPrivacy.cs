using System.Runtime.CompilerServices;
using Shannon.Analytics.Privacy;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Auditing;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics;

/// <summary>
/// The privacy of one store object, which all engines over it share. It stays for as long as the store object does: a collector that outlives the last
/// engine must not store in the clear. Thread-safe.
/// </summary>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for has nothing to dispose of.
internal sealed class SharedPrivacy
#pragma warning restore CA1001
{
    private static readonly ConditionalWeakTable<IMetricStore, SharedPrivacy> ByStore = [];

    private readonly SemaphoreSlim _turn = new(1, 1);
    private PrivacyService? _service;

    /// <summary>The privacy of a store, in force when this completes.</summary>
    internal static async Task<PrivacyService> OfAsync(IMetricStore store, IStateStore state, AnalyticsEngineOptions options, IAuditLog audit, CancellationToken cancellationToken)
    {
        SharedPrivacy shared = ByStore.GetOrCreateValue(store);
        await shared._turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (shared._service is null)
            {
                var service = new PrivacyService(
                    store,
                    state,
                    (store as SqliteStore)?.KeyProvider ?? options.KeyProvider,
                    audit);
                await service.RefreshAsync(cancellationToken).ConfigureAwait(false);
                shared._service = service;
            }

            return shared._service;
        }
        finally
        {
            shared._turn.Release();
        }
    }
}
