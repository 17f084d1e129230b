using Microsoft.Extensions.Logging;
using Shannon.Analytics.Alerting;
using Shannon.Analytics.Integrations.ApiKeys;
using Shannon.Analytics.Integrations.Webhooks;
using Shannon.Analytics.Pipelines;
using Shannon.Analytics.Privacy;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Auditing;
using Shannon.Analytics.Storage.Encryption;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics;

/// <summary>The parts of an engine that keep state in its store; some are shared by all engines over one store object. Used by one thread at a time.</summary>
internal sealed class EngineServices(IMetricStore store, IStateStore state, AnalyticsEngineOptions options, ILogger logger)
{
    internal PrivacyService? Privacy { get; private set; }

    internal AlertService? Alerts { get; private set; }

    /// <summary>Null without keys for their secrets.</summary>
    internal WebhookService? Webhooks { get; private set; }

    /// <summary>Null without keys for their hashes.</summary>
    internal ApiKeyManager? ApiKeys { get; private set; }

    internal PipelineManager? Pipelines { get; private set; }

    /// <summary>Starts what is not started yet. Privacy comes first: nobody sees a record before it.</summary>
    internal async Task JoinAsync(CancellationToken cancellationToken)
    {
        IKeyProvider? keys = (store as SqliteStore)?.KeyProvider ?? options.KeyProvider;
        IAuditLog audit = await EngineAudit.OpenAsync(store, state, cancellationToken).ConfigureAwait(false);
        Privacy ??= await SharedPrivacy.OfAsync(store, state, options, audit, cancellationToken).ConfigureAwait(false);
        Alerts ??= await SharedService<AlertService>.Of(store).JoinAsync(() => new AlertService(store, state, audit, logger), service => service.StartAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        foreach (IAlertAction action in options.AlertActions)
        {
            Alerts.Add(action);
        }

        if (keys is not null)
        {
            Webhooks ??= await SharedService<WebhookService>.Of(store).JoinAsync(() => new WebhookService(store, state, keys, audit, options.Webhooks, logger), service => service.StartAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
            ApiKeys ??= new ApiKeyManager(state, keys, audit, store.TimeProvider);
        }

        Pipelines ??= new PipelineManager(store, state, audit, options.PipelineStages, options.PipelineContext, CompressAsync, logger);
    }

    /// <summary>Adds what is to be done in the background.</summary>
    internal void AddJobs(List<BackgroundJob> jobs)
    {
        if (Privacy is not null)
        {
            jobs.Insert(0, new("privacy", Exclusive: false, Privacy.RefreshAsync));
        }

        if (Alerts is not null)
        {
            jobs.Add(new("alerts", Exclusive: false, Alerts.PassAsync));
        }

        if (Webhooks is not null)
        {
            jobs.Add(new("webhooks", Exclusive: false, Webhooks.PassAsync));
        }
    }

    /// <summary>Ends what stores records, before the store is flushed for the last time.</summary>
    internal ValueTask StopRunsAsync() => Pipelines?.DisposeAsync() ?? default;

    /// <summary>Ends the rest, after that: what the flush stored is evaluated yet, and what that brings is kept for webhooks.</summary>
    internal async ValueTask LeaveAsync()
    {
        if (Alerts is not null)
        {
            await SharedService<AlertService>.Of(store).LeaveAsync().ConfigureAwait(false);
        }

        if (ApiKeys is not null)
        {
            await ApiKeys.DisposeAsync().ConfigureAwait(false);
        }

        if (Webhooks is not null)
        {
            await SharedService<WebhookService>.Of(store).LeaveAsync().ConfigureAwait(false);
        }
    }

    private Task CompressAsync(CancellationToken cancellationToken) => store is SqliteStore sqlite
        ? sqlite.ProtectAsync(compress: true, encrypt: false, cancellationToken)
        : throw new NotSupportedException("A pipeline's storage stage asks for compression, but the engine works over a store that is not the embedded one, and cannot turn it on there. Configure that store itself, and leave the option false.");
}
