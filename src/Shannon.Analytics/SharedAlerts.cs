using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Shannon.Analytics.Alerting;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics;

/// <summary>
/// The alerts of one store object, which all engines over it share: a record is evaluated once, whoever's engine it came through. Begins with the first
/// engine and ends with the last. Thread-safe.
/// </summary>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for has nothing to dispose of.
internal sealed class SharedAlerts
#pragma warning restore CA1001
{
    private static readonly ConditionalWeakTable<IMetricStore, SharedAlerts> ByStore = [];

    private readonly SemaphoreSlim _turn = new(1, 1);
    private AlertService? _service;
    private int _engines;

    internal static SharedAlerts Of(IMetricStore store) => ByStore.GetOrCreateValue(store);

    /// <summary>An engine joins: from then on the alerts are watched.</summary>
    internal async Task<AlertService> JoinAsync(IMetricStore store, IStateStore state, AnalyticsEngineOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _service ??= await StartAsync(store, state, logger, cancellationToken).ConfigureAwait(false);
            _engines++;
            foreach (IAlertAction action in options.AlertActions)
            {
                _service.Add(action);
            }

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

    private static async Task<AlertService> StartAsync(IMetricStore store, IStateStore state, ILogger logger, CancellationToken cancellationToken)
    {
        var service = new AlertService(store, state, await AuditLogs.OpenAsync(store, state, cancellationToken).ConfigureAwait(false), logger);
        try
        {
            await service.StartAsync(cancellationToken).ConfigureAwait(false);
            return service;
        }
        catch
        {
            await service.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
