using Shannon.Analytics.Integrations.Webhooks.Persistence;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Outbox;

namespace Shannon.Analytics.Integrations.Webhooks.Delivery;

/// <summary>
/// What is known of one webhook's events, and what of it has yet to be written: decides, and leaves sending, waiting and storing to its worker.
/// Not thread-safe.
/// </summary>
internal sealed class DeliveryLedger(string id, WebhookDocument document, long documentVersion, EndpointState progress)
{
    /// <summary>How long an event may wait for its turn.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromDays(3);

    private const int MostOpen = 100;

    private readonly WebhookDefinition _definition = document.Definition.ToDefinition();
    private readonly List<OpenItem> _items = [.. progress.Pending.Select(static item => new OpenItem(item))];
    private EndpointState _progress = progress;

    /// <summary>What has yet to be written beside the progress.</summary>
    internal List<StateChange> Changes { get; } = [];

    /// <summary>The progress was changed since it was written.</summary>
    internal bool IsChanged { get; set; }

    /// <summary>The endpoint wants no more: the webhook is to be disabled by <see cref="Changes"/>.</summary>
    internal bool IsGone { get; private set; }

    internal long? Through => _progress.Through;

    internal bool HasRoom => _items.Count < (_definition.MaxConcurrency == 1 ? 1 : MostOpen);

    internal bool IsUnderWay => _items.Exists(static item => item.IsUnderWay);

    internal IEnumerable<OpenItem> Unread => _items.Where(static item => item.Entry is null);

    internal EndpointState Progress => _progress with { Pending = [.. _items.Select(static item => item.ToPending())] };

    /// <summary>Looks at the next entry of the outbox, and takes it up if it is for this webhook.</summary>
    internal void Look(OutboxEntry entry, DateTimeOffset now)
    {
        bool isOwnMark = entry.Event is { Type: WebhookEventTypes.Created } mark && mark.To == id;
        if (_progress.Through is null && !isOwnMark)
        {
            // From before this webhook.
            return;
        }

        IsChanged |= isOwnMark;
        _progress = _progress with { Through = entry.Place };
        if (entry.Event is not { } happened || happened.Type == WebhookEventTypes.Created || (happened.To is null ? !_definition.Wants(happened.Type) : happened.To != id))
        {
            return;
        }

        IsChanged = true;
        var item = new OpenItem(new PendingItem(entry.Place, 0, null)) { Entry = entry };
        _items.Add(item);
        GiveUpIfLate(item, now);
    }

    /// <summary>Gives up an item that was read anew and can no longer be sent, or whose entry is not there.</summary>
    internal void GiveUpIfLate(OpenItem item, DateTimeOffset now)
    {
        if (item.Entry?.Event is null)
        {
            _items.Remove(item);
            _progress = _progress with { DeadLettered = _progress.DeadLettered + 1 };
            IsChanged = true;
        }
        else if (!_definition.IsEnabled)
        {
            GiveUp(item, WebhookDeadLetterReason.Disabled, now);
        }
        else if (now - item.Entry.AppendedAt > LongestWait)
        {
            GiveUp(item, WebhookDeadLetterReason.Expired, now);
        }
    }

    /// <summary>What is to be sent now.</summary>
    internal IReadOnlyList<OpenItem> TakeDue(DateTimeOffset now)
    {
        if (now < _progress.WaitsUntil || !_definition.IsEnabled || IsGone)
        {
            return [];
        }

        // After a pause for its failures one attempt finds out how the endpoint is.
        int most = _progress.FailuresInARow >= _definition.CircuitBreaker.FailureThreshold ? 1 : _definition.MaxConcurrency;
        int room = most - _items.Count(static item => item.IsUnderWay);
        IEnumerable<OpenItem> candidates = _definition.MaxConcurrency == 1 ? _items.Take(1) : _items;
        OpenItem[] due = [.. candidates.Where(item => !item.IsUnderWay && item.Entry is not null && !(item.DueAt > now)).Take(Math.Max(0, room))];
        foreach (OpenItem item in due)
        {
            item.IsUnderWay = true;
        }

        return due;
    }

    /// <summary>The next moment at which something may be due; null if only an event or an answer can change anything.</summary>
    internal DateTimeOffset? NextDue(DateTimeOffset now)
    {
        if (_progress.WaitsUntil > now)
        {
            return _items.Count > 0 ? _progress.WaitsUntil : null;
        }

        return _items.Where(item => !item.IsUnderWay && item.DueAt > now).Min(static item => item.DueAt);
    }

    /// <summary>Enters how an attempt went.</summary>
    internal void Settle(OpenItem item, AttemptResult result, DateTimeOffset now, double dice)
    {
        item.IsUnderWay = false;
        item.Attempts++;
        IsChanged = true;
        TimeSpan? wait = null;
        if (result.Outcome == WebhookOutcome.Delivered)
        {
            _items.Remove(item);
            _progress = _progress with { Delivered = _progress.Delivered + 1, FailuresInARow = 0, WaitsUntil = null, LastDeliveredAt = now };
        }
        else
        {
            wait = Fail(item, result, now, dice);
        }

        OutboxEvent happened = item.Entry!.Event!;
        Changes.Add(WebhookStore.Append(id, result.ToDelivery(happened.Id, happened.Type, item.Attempts, item.DueAt = now + wait)));
    }

    /// <summary>An attempt was broken off by this side, and does not count.</summary>
    internal static void Abandon(OpenItem item) => item.IsUnderWay = false;

    private TimeSpan? Fail(OpenItem item, AttemptResult result, DateTimeOffset now, double dice)
    {
        int failures = _progress.FailuresInARow + 1;
        DateTimeOffset? waits = result.StatusCode is 429 or 503 ? now + result.Pause : null;
        if (failures >= _definition.CircuitBreaker.FailureThreshold && !(waits > now + _definition.CircuitBreaker.BreakDuration))
        {
            waits = now + _definition.CircuitBreaker.BreakDuration;
        }

        _progress = _progress with
        {
            FailedAttempts = _progress.FailedAttempts + 1,
            FailuresInARow = failures,
            WaitsUntil = waits > _progress.WaitsUntil || !(_progress.WaitsUntil > now) ? waits : _progress.WaitsUntil,
        };
        if (result.StatusCode == 410)
        {
            IsGone = true;
            Changes.Add(WebhookStore.Put(id, document.WithEnabled(false, "gone"), documentVersion));
            GiveUp(item, WebhookDeadLetterReason.Gone, now);
            return null;
        }

        TimeSpan? wait = RetrySchedule.Next(_definition.RetryPolicy, item.Attempts, result.Pause, dice);
        if (wait is null)
        {
            GiveUp(item, WebhookDeadLetterReason.RetriesExhausted, now);
        }

        return wait;
    }

    private void GiveUp(OpenItem item, WebhookDeadLetterReason reason, DateTimeOffset now)
    {
        OutboxEvent happened = item.Entry!.Event!;
        _items.Remove(item);
        _progress = _progress with { DeadLettered = _progress.DeadLettered + 1 };
        IsChanged = true;
        Changes.Add(WebhookStore.Put(id, new WebhookDeadLetter
        {
            EventId = happened.Id,
            EventType = happened.Type,
            HappenedAt = happened.At,
            GivenUpAt = now,
            Reason = reason,
            Attempts = item.Attempts,
            Data = happened.Data.GetRawText(),
        }));
    }
}
