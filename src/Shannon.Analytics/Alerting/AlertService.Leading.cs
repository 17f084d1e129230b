using Microsoft.Extensions.Logging;
using Shannon.Analytics.Alerting.Evaluation;
using Shannon.Analytics.Alerting.Persistence;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Alerting;

/// <summary>How the lead is taken, and how rules come to be watched with what was kept of them.</summary>
internal sealed partial class AlertService
{
    /// <summary>Takes or renews the lead; who takes it goes on from what was kept.</summary>
    private async Task LeadAsync(CancellationToken cancellationToken)
    {
        StateLease? before = _lease;
        _lease = await _state.TryAcquireLeaseAsync(LeaseName, _owner, LeaseDuration, cancellationToken).ConfigureAwait(false);
        if (_lease is null)
        {
            _isLeading = false;
            _evaluator.Clear();
        }
        else if (!_isLeading || before?.Epoch != _lease.Epoch)
        {
            await TakeOverAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task TakeOverAsync(CancellationToken cancellationToken)
    {
        _isLeading = false;
        _evaluator.Clear();
        await LoadSilencesAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Alert> alerts = await _alerts.ListAsync(cancellationToken).ConfigureAwait(false);
        Dictionary<string, string> states = await _alerts.ListStatesAsync(cancellationToken).ConfigureAwait(false);
        long lastId = (await _store.DescribeAsync(cancellationToken).ConfigureAwait(false)).LastId;
        _foreign.Begin(lastId);
        AlertRule[] rules = [.. alerts.Select(alert => Restore(alert, states.GetValueOrDefault(alert.Id)))];
        await AlertReplay.RunAsync(_store, rules, _evaluator.Clock, lastId, cancellationToken).ConfigureAwait(false);
        await RefreshForecastsAsync(rules, cancellationToken).ConfigureAwait(false);
        foreach (AlertRule rule in rules)
        {
            _evaluator.Put(rule);
        }

        _hasAlerts |= rules.Length > 0;
        _isLeading = true;
        await _foreign.ReadAsync(_evaluator.Take, cancellationToken).ConfigureAwait(false);
        _evaluator.Tick();
    }

    /// <summary>Puts a rule in the place of that of the same alert, with its state.</summary>
    private async Task ReplaceAsync(Alert alert, CancellationToken cancellationToken)
    {
        if (!alert.Definition.IsEnabled)
        {
            _evaluator.TryResolve(alert.Id);
        }

        await DeliverAsync(looksForUntold: false, cancellationToken).ConfigureAwait(false);
        string? state = _evaluator.WriteStates([alert.Id]) is [var (_, kept)] ? kept : null;
        long lastId = (await _store.DescribeAsync(cancellationToken).ConfigureAwait(false)).LastId;
        AlertRule rule = await RestoreAsync(alert, state, lastId, cancellationToken).ConfigureAwait(false);
        await RefreshForecastsAsync([rule], cancellationToken).ConfigureAwait(false);
        await PutWithoutGapAsync(rule, lastId, cancellationToken).ConfigureAwait(false);
        _evaluator.MarkChanged([alert.Id]);
    }

    // All that took its time so far is caught up with first, so that little has to be kept meanwhile.
    private async Task PutWithoutGapAsync(AlertRule rule, long throughId, CancellationToken cancellationToken)
    {
        throughId = await AlertReplay.CatchUpAsync(_store, rule, _evaluator.Clock, throughId, cancellationToken).ConfigureAwait(false);
        _evaluator.Await(rule);
        try
        {
            throughId = await AlertReplay.CatchUpAsync(_store, rule, _evaluator.Clock, throughId, cancellationToken).ConfigureAwait(false);
            _evaluator.Put(rule, throughId);
        }
        finally
        {
            _evaluator.StopAwaiting();
        }
    }

    private async Task<AlertRule> RestoreAsync(Alert alert, string? state, long throughId, CancellationToken cancellationToken)
    {
        AlertRule rule = Restore(alert, state);
        await AlertReplay.RunAsync(_store, [rule], _evaluator.Clock, throughId, cancellationToken).ConfigureAwait(false);
        return rule;
    }

    private AlertRule Restore(Alert alert, string? state)
    {
        long now = _evaluator.Clock.Now;
        long wallNow = _evaluator.Clock.WallNow;
        var rule = new AlertRule(alert, AlertClock.FromWall(Metrics.UnixMicros.From(alert.CreatedAt), now, wallNow));
        try
        {
            if (state is not null)
            {
                AlertStateJson.Restore(rule, state, now, wallNow);
            }
        }
        catch (StoreCorruptException)
        {
            _logger.LogWarning("The state of the alert {AlertId} cannot be read; it begins anew.", alert.Id);
        }

        return rule;
    }

    private async Task LoadSilencesAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<AlertSilence> all = await _alerts.ListSilencesAsync(cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = _time.GetUtcNow();
        Volatile.Write(ref _silences, [.. all.Where(silence => silence.EndsAt > now)]);
        if (_isLeading && all.Any(silence => silence.EndsAt <= now))
        {
            await _alerts.DeleteSilencesAsync(all.Where(silence => silence.EndsAt <= now).Select(silence => silence.Id), cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsSilenced(Alert alert)
    {
        DateTimeOffset now = _time.GetUtcNow();
        return Volatile.Read(ref _silences).Any(silence => silence.Covers(alert, now));
    }

    // Before a rule is watched: nothing may be said to have ended for want of a forecast.
    private async Task RefreshForecastsAsync(IEnumerable<AlertRule> rules, CancellationToken cancellationToken)
    {
        long due = _evaluator.Clock.Now - InputPlan.Micros(ForecastInterval);
        foreach (AlertRule rule in rules)
        {
            foreach (GroupForecasts forecasts in rule.Forecasts.Where(forecasts => !(forecasts.RefreshedAt > due)))
            {
                _evaluator.Refresh(rule, forecasts, await _forecaster.ForecastAsync(forecasts.Node, rule, cancellationToken).ConfigureAwait(false));
            }
        }
    }
}
