using System.Text.Json;
using Shannon.Analytics.Integrations.Webhooks.Persistence;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Outbox;

namespace Shannon.Analytics.Integrations.Webhooks.Delivery;

/// <summary>
/// Finds the ends of sessions among what is committed, by a place that is kept in one transaction with the events: none is missed, and none told under
/// two ids. What this store object commits is looked at on the way; only what others commit is read. <see cref="OnCommitted"/> may run beside the rest.
/// </summary>
internal sealed class SessionEnds(IMetricStore store, WebhookStore webhooks, Action found) : ICommitObserver
{
    private readonly ForeignRecords _foreign = new(store);
    private readonly Lock _lock = new();
    private readonly List<MetricRecord> _own = [];
    private readonly List<MetricRecord> _unsaved = [];
    private volatile bool _isActive;
    private SessionPlace? _place;
    private long _version;

    internal bool IsActive => _isActive;

    public void OnCommitted(CommittedRecords committed)
    {
        ArgumentNullException.ThrowIfNull(committed);
        if (!_isActive)
        {
            return;
        }

        bool hasFound = false;
        lock (_lock)
        {
            long read = _foreign.NoteOwn(committed.IdAt(0), committed.IdAt(committed.Count - 1));
            for (int i = 0; !committed.IsHistory && i < committed.Count; i++)
            {
                if (committed.MetricAt(i).Name == FieldNames.SessionEnd && committed.IdAt(i) > read && committed.ReplacesAt(i) is null)
                {
                    _own.Add(committed[i]);
                    hasFound = true;
                }
            }
        }

        if (hasFound)
        {
            found();
        }
    }

    /// <summary>Begins where the place stands, if there is one.</summary>
    internal async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (_isActive || await webhooks.FindSessionPlaceAsync(cancellationToken).ConfigureAwait(false) is not var (place, version))
        {
            return;
        }

        lock (_lock)
        {
            (_place, _version) = (place, version);
            _foreign.Begin(place.Through);
            _own.Clear();
            _unsaved.Clear();
            _isActive = true;
        }
    }

    internal void End() => _isActive = false;

    /// <summary>Appends an event for each end that is new.</summary>
    /// <param name="keepsPlace">Whether to keep the place also if there is none.</param>
    /// <param name="cancellationToken">Stops; what was found is kept the next time.</param>
    internal async Task RunAsync(bool keepsPlace, CancellationToken cancellationToken)
    {
        if (!_isActive)
        {
            return;
        }

        DateTimeOffset oldest = store.TimeProvider.GetUtcNow() - DeliveryLedger.LongestWait;
        await _foreign.ReadAsync(
            record =>
            {
                // History that others import cannot be told from live records but by its age.
                if (record.Name == FieldNames.SessionEnd && record.Timestamp >= oldest)
                {
                    _unsaved.Add(record);
                }
            },
            cancellationToken).ConfigureAwait(false);
        long through;
        lock (_lock)
        {
            through = _foreign.PassOwn();
            _unsaved.AddRange(_own);
            _own.Clear();
        }

        if (_unsaved.Count == 0 && !(keepsPlace && through > _place!.Through))
        {
            return;
        }

        var place = new SessionPlace(through);
        if (await webhooks.State.ApplyAsync([WebhookStore.Put(place, _version), .. _unsaved.OrderBy(static record => record.Id).Select(static record => EventOutbox.Append(Word(record)))], cancellationToken).ConfigureAwait(false))
        {
            (_place, _version) = (place, _version + 1);
            bool hasAppended = _unsaved.Count > 0;
            _unsaved.Clear();
            if (hasAppended)
            {
                webhooks.Outbox.SayAppended();
            }
        }
        else
        {
            // Another process leads by now, or nobody asks any more.
            End();
        }
    }

    /// <summary>Stops looking for what nobody asks for.</summary>
    internal async Task ForgetAsync(CancellationToken cancellationToken)
    {
        if (_isActive && await webhooks.State.ApplyAsync([WebhookStore.DeleteSessionPlace(_version)], cancellationToken).ConfigureAwait(false))
        {
            End();
        }
    }

    private static OutboxEvent Word(MetricRecord record)
    {
        var facts = new SessionFacts
        {
            SessionId = record.SessionId,
            UserId = record.UserId,
            Project = record.Project,
            Model = record.Model,
            EndedAt = record.Timestamp,
            DurationSeconds = record.Measurements.TryGetValue(FieldNames.Duration, out double duration) ? duration : null,
        };
        return new OutboxEvent
        {
            Id = EventOutbox.IdOf(WebhookEventTypes.SessionComplete, FormattableString.Invariant($"{record.Id}"), record.SessionId ?? string.Empty, FormattableString.Invariant($"{record.Timestamp.UtcTicks}")),
            Type = WebhookEventTypes.SessionComplete,
            At = record.Timestamp,
            Data = JsonSerializer.SerializeToElement(facts, WebhookJson.Default.SessionFacts),
        };
    }
}
