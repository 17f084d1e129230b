using Microsoft.Extensions.Logging;
using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Alerting.Actions;
using Shannon.Analytics.Alerting.Evaluation;
using Shannon.Analytics.Alerting.Persistence;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Auditing;
using Shannon.Analytics.Storage.Outbox;

namespace Shannon.Analytics.Alerting;

/// <summary>Alerts over one store: the calls of <see cref="IAlerts"/>; what happens by itself is in the other parts. Thread-safe.</summary>
internal sealed partial class AlertService : IAlerts, ICommitObserver, IAsyncDisposable
{
    private readonly IMetricStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly AlertStore _alerts;
    private readonly AlertEvaluator _evaluator;
    private readonly ActionDispatcher _dispatcher;
    private readonly AlertCourier _courier;
    private readonly AlertForecaster _forecaster;
    private readonly ForeignRecords _foreign;
    private readonly IStateStore _state;
    private readonly EventOutbox _outbox;
    private readonly string _owner = Guid.NewGuid().ToString("N");

    internal AlertService(IMetricStore store, IStateStore state, IAuditLog audit, ILogger logger)
    {
        _store = store;
        _state = state;
        _time = store.TimeProvider;
        _logger = logger;
        _alerts = new(state, _owner, logger);
        _evaluator = new(_time) { Woken = Wake };
        _dispatcher = new(_time, logger);
        _dispatcher.Add(new LogAction(logger, audit));
        _outbox = EventOutbox.Of(state);
        _courier = new(_evaluator, _alerts, _dispatcher, new AlertPublisher(_outbox), IsSilenced, logger);
        _forecaster = new(new MetricsAggregator(store), _time);
        _foreign = new(store);
    }

    internal AlertNotifications Notifications => _dispatcher.Notifications;

    /// <summary>Makes an action known; of several with one name the first counts.</summary>
    internal void Add(IAlertAction action) => _dispatcher.Add(action);

    internal AlertHealth Health => _evaluator.Read(null, (rules, _) =>
    {
        AlertInstance[] instances = [.. rules.SelectMany(rule => rule.Instances)];
        return new AlertHealth
        {
            IsEvaluating = _isLeading,
            Alerts = rules.Count(),
            Groups = instances.Length,
            Firing = instances.Count(instance => instance.Machine.State == AlertState.Firing),
            EvaluatedRecords = _evaluator.Evaluated,
            ForgottenGroups = rules.Sum(rule => rule.ForgottenGroups),
            ActionsRun = _dispatcher.Counts.Run,
            ActionsFailed = _dispatcher.Counts.Failed,
            ActionsTimedOut = _dispatcher.Counts.TimedOut,
            ActionsDropped = _dispatcher.Counts.Dropped,
            NotificationsMissed = Notifications.Missed,
            StoreFailures = _courier.Failures,
        };
    });

    public async Task<Alert> CreateAsync(AlertDefinition definition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        AlertDefinitionChecks.ThrowIfInvalid(definition, await FindActionsAsync(definition, cancellationToken).ConfigureAwait(false));
        if (_evaluator.Count >= AlertLimits.MaxAlerts)
        {
            throw new InvalidOperationException(FormattableString.Invariant($"There are {AlertLimits.MaxAlerts} alerts, the most there may be. Delete some, or group one alert instead of making one for each user or session."));
        }

        DateTimeOffset now = UnixMicros.ToTime(UnixMicros.Now(_time));
        var alert = new Alert(Guid.NewGuid().ToString("N"), definition, now, now);
        if (!_isLeading)
        {
            await InTurnAsync(LeadAsync, cancellationToken).ConfigureAwait(false);
        }

        // Outside the turn: alerts that are made side by side share a commit.
        await _alerts.PutAsync(alert, cancellationToken).ConfigureAwait(false);
        _hasAlerts = true;
        await InTurnAsync(async token =>
        {
            if (_isLeading && !_evaluator.Has(alert.Id))
            {
                var rule = new AlertRule(alert, _evaluator.Clock.Now);
                await RefreshForecastsAsync([rule], token).ConfigureAwait(false);
                _evaluator.Put(rule);
            }
        }, cancellationToken).ConfigureAwait(false);
        return alert;
    }

    public Task<Alert?> GetAsync(string alertId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(alertId);
        return _alerts.FindAsync(alertId, cancellationToken);
    }

    public Task<IReadOnlyList<Alert>> ListAsync(CancellationToken cancellationToken = default) => _alerts.ListAsync(cancellationToken);

    public Task<Alert> UpdateAsync(string alertId, AlertDefinition definition, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(alertId);
        ArgumentNullException.ThrowIfNull(definition);
        return ChangeAsync(alertId, _ => definition, cancellationToken);
    }

    public Task<Alert> EnableAsync(string alertId, bool isEnabled = true, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(alertId);
        return ChangeAsync(alertId, definition => definition with { IsEnabled = isEnabled }, cancellationToken);
    }

    public async Task<bool> DeleteAsync(string alertId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(alertId);
        bool existed = false;
        await InTurnAsync(async token =>
        {
            existed = await _alerts.FindAsync(alertId, token).ConfigureAwait(false) is not null;
            if (existed)
            {
                _evaluator.Remove(alertId);
                await _alerts.DeleteAsync(alertId, token).ConfigureAwait(false);
            }
        }, cancellationToken).ConfigureAwait(false);
        return existed;
    }

    public Task AcknowledgeAsync(string alertId, CancellationToken cancellationToken = default) =>
        AskAsync(alertId, AlertChangeKind.Acknowledge, cancellationToken);

    public Task ResolveAsync(string alertId, CancellationToken cancellationToken = default) =>
        AskAsync(alertId, AlertChangeKind.Resolve, cancellationToken);

    public async Task<AlertSilence> SilenceAsync(AlertSilence silence, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(silence);
        silence.Validate();
        AlertSilence added = silence with { Id = Guid.NewGuid().ToString("N"), StartsAt = silence.StartsAt.ToUniversalTime(), EndsAt = silence.EndsAt.ToUniversalTime() };
        await _alerts.PutSilenceAsync(added, cancellationToken).ConfigureAwait(false);
        await LoadSilencesAsync(cancellationToken).ConfigureAwait(false);
        return added;
    }

    public async Task<IReadOnlyList<AlertSilence>> ListSilencesAsync(CancellationToken cancellationToken = default)
    {
        DateTimeOffset now = _time.GetUtcNow();
        return [.. (await _alerts.ListSilencesAsync(cancellationToken).ConfigureAwait(false)).Where(silence => silence.EndsAt > now).OrderBy(silence => silence.StartsAt)];
    }

    public async Task<bool> RemoveSilenceAsync(string silenceId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(silenceId);
        bool existed = (await _alerts.ListSilencesAsync(cancellationToken).ConfigureAwait(false)).Any(silence => silence.Id == silenceId);
        if (existed)
        {
            await _alerts.DeleteSilencesAsync([silenceId], cancellationToken).ConfigureAwait(false);
            await LoadSilencesAsync(cancellationToken).ConfigureAwait(false);
        }

        return existed;
    }

    public async Task<AlertStatus> GetStatusAsync(string alertId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(alertId);
        if (_evaluator.Read(alertId, (rules, now) => rules.FirstOrDefault() is { } rule ? AlertStatusReader.Read(rule, now, IsSilenced(rule.Alert)) : null) is { } live)
        {
            return live;
        }

        Alert alert = await _alerts.FindAsync(alertId, cancellationToken).ConfigureAwait(false) ?? throw NoSuchAlert();
        AlertRule kept = await RestoreAsync(alert, await _alerts.FindStateAsync(alertId, cancellationToken).ConfigureAwait(false), throughId: 0, cancellationToken).ConfigureAwait(false);
        return AlertStatusReader.Read(kept, _evaluator.Clock.Now, IsSilenced(alert));
    }

    public Task<IReadOnlyList<AlertHistoryEntry>> GetHistoryAsync(AlertHistoryQuery? query = null, CancellationToken cancellationToken = default)
    {
        query ??= new AlertHistoryQuery();
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, AlertLimits.MaxHistory, nameof(query));
        return ReadHistoryAsync(query, cancellationToken);
    }

    /// <summary>Whether a session may start a prompt now: the alert that forbids it, and for how long.</summary>
    internal (Alert Alert, TimeSpan RetryAfter)? AskToStart(string? session, string? user, string? project, string? model) =>
        _evaluator.AskToStart((rule, instance) => rule.Scope.IncludesSession(session, user, project, model) && rule.IsAbout(instance, session, user, project, model) && !IsSilenced(rule.Alert));

    // The actions there are, and those webhooks there are that the definition names.
    private async Task<IReadOnlyCollection<string>> FindActionsAsync(AlertDefinition definition, CancellationToken cancellationToken)
    {
        List<string> names = [.. _dispatcher.Names];
        foreach (string action in definition.Actions?.Where(static action => action is not null) ?? [])
        {
            if (AlertActionNames.WebhookOf(action) is { } id && await _outbox.HasListenerAsync(id, cancellationToken).ConfigureAwait(false))
            {
                names.Add(action);
            }
        }

        return names;
    }

    private static KeyNotFoundException NoSuchAlert() => new("There is no alert of this id. ListAsync says which there are.");

    // What has just happened must be in it.
    private async Task<IReadOnlyList<AlertHistoryEntry>> ReadHistoryAsync(AlertHistoryQuery query, CancellationToken cancellationToken)
    {
        await DeliverAsync(looksForUntold: false, cancellationToken).ConfigureAwait(false);
        return await _alerts.ReadHistoryAsync(query, cancellationToken).ConfigureAwait(false);
    }

    private async Task AskAsync(string alertId, AlertChangeKind kind, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(alertId);
        await InTurnAsync(async token =>
        {
            _ = await _alerts.FindAsync(alertId, token).ConfigureAwait(false) ?? throw NoSuchAlert();
            if (_isLeading)
            {
                Obey(kind, alertId);
            }
            else
            {
                await _alerts.AskAsync(kind, alertId, token).ConfigureAwait(false);
            }
        }, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Alert> ChangeAsync(string alertId, Func<AlertDefinition, AlertDefinition> change, CancellationToken cancellationToken)
    {
        Alert? changed = null;
        await InTurnAsync(async token =>
        {
            Alert alert = await _alerts.FindAsync(alertId, token).ConfigureAwait(false) ?? throw NoSuchAlert();
            AlertDefinition definition = change(alert.Definition);
            AlertDefinitionChecks.ThrowIfInvalid(definition, await FindActionsAsync(definition, token).ConfigureAwait(false));
            changed = alert with { Definition = definition, UpdatedAt = UnixMicros.ToTime(UnixMicros.Now(_time)) };
            await _alerts.PutAsync(changed, token).ConfigureAwait(false);
            if (_isLeading)
            {
                await ReplaceAsync(changed, token).ConfigureAwait(false);
            }
        }, cancellationToken).ConfigureAwait(false);
        return changed!;
    }
}
