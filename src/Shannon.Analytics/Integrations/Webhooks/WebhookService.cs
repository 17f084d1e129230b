using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Shannon.Analytics.Integrations.Webhooks.Delivery;
using Shannon.Analytics.Integrations.Webhooks.Persistence;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Auditing;
using Shannon.Analytics.Storage.Encryption;
using Shannon.Analytics.Storage.Outbox;

namespace Shannon.Analytics.Integrations.Webhooks;

/// <summary>Webhooks over one store: the calls of <see cref="IWebhooks"/>; what happens by itself is in the other part. Thread-safe.</summary>
internal sealed partial class WebhookService : IWebhooks, IAsyncDisposable
{
    private const int MaxWebhooks = 100;
    private const int MaxDeliveries = 2 * WebhookStore.DeliveriesKept;
    private static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(30);

    private readonly IMetricStore _records;
    private readonly IStateStore _state;
    private readonly IAuditLog _audit;
    private readonly WebhookOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly WebhookStore _store;
    private readonly WebhookSecrets _secrets;
    private readonly WebhookSender _sender;
    private readonly SessionEnds _sessions;

    internal WebhookService(IMetricStore records, IStateStore state, IKeyProvider keys, IAuditLog audit, WebhookOptions options, ILogger logger)
    {
        _records = records;
        _state = state;
        _audit = audit;
        _options = options;
        _time = records.TimeProvider;
        _logger = logger;
        _store = new WebhookStore(state, logger);
        _secrets = new WebhookSecrets(new SecretBox(keys));
        _sender = new WebhookSender(options, _time);
        _sessions = new SessionEnds(records, _store, Wake);
    }

    private DateTimeOffset Now => UnixMicros.ToTime(UnixMicros.Now(_time));

    public async Task<Webhook> CreateAsync(WebhookDefinition definition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        WebhookChecks.ThrowIfInvalid(definition, _options, knownHeaders: []);
        if ((await _store.ListAsync(cancellationToken).ConfigureAwait(false)).Count >= MaxWebhooks)
        {
            throw new InvalidOperationException(FormattableString.Invariant($"There are {MaxWebhooks} webhooks, the most there may be. Delete some first."));
        }

        string id = "webhook_" + Guid.NewGuid().ToString("N");
        WebhookDocument document = await SealAsync(id, definition, null, cancellationToken).ConfigureAwait(false);
        var mark = new OutboxEvent { Id = id, Type = WebhookEventTypes.Created, At = document.CreatedAt, Data = Nothing, To = id };
        await ApplyAsync([WebhookStore.Put(id, document, 0), EventOutbox.Append(mark)], definition, cancellationToken).ConfigureAwait(false);
        Webhook webhook = await ChangedAsync("webhook.create", id, cancellationToken).ConfigureAwait(false);

        // So that from here on what is committed is seen as it comes, live or history.
        await GuardAsync("lead", token => InTurnAsync(LeadAsync, token), cancellationToken).ConfigureAwait(false);
        return webhook;
    }

    public async Task<Webhook?> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return await _store.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } entry ? WebhookJson.ToWebhook(entry) : null;
    }

    public async Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancellationToken = default) =>
        [.. (await _store.ListAsync(cancellationToken).ConfigureAwait(false)).Select(_store.TryRead).OfType<Webhook>().OrderBy(static webhook => webhook.CreatedAt).ThenBy(static webhook => webhook.Id, StringComparer.Ordinal)];

    public Task<Webhook> UpdateAsync(string id, WebhookDefinition definition, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentNullException.ThrowIfNull(definition);
        return ChangeAsync(
            "webhook.update",
            id,
            document =>
            {
                WebhookChecks.ThrowIfInvalid(definition, _options, [.. document.Definition.Headers?.Keys ?? []]);
                return SealAsync(id, definition, document, cancellationToken);
            },
            cancellationToken);
    }

    public Task<Webhook> EnableAsync(string id, bool isEnabled = true, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return ChangeAsync(isEnabled ? "webhook.enable" : "webhook.disable", id, document => Task.FromResult(document.WithEnabled(isEnabled, null)), cancellationToken);
    }

    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        while (await _store.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } entry)
        {
            if (await _store.DeleteAsync(id, entry.Version, cancellationToken).ConfigureAwait(false))
            {
                await AuditAsync("webhook.delete", id, null, cancellationToken).ConfigureAwait(false);
                Reconcile();
                return true;
            }
        }

        return false;
    }

    public async Task<string> GetSecretAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        WebhookDocument document = Read(await FindAsync(id, cancellationToken).ConfigureAwait(false));
        string secret = await _secrets.DecryptSecretAsync(id, document.Secret, cancellationToken).ConfigureAwait(false);
        await AuditAsync("webhook.read_secret", id, null, cancellationToken).ConfigureAwait(false);
        return secret;
    }

    public async Task<string> RotateSecretAsync(string id, TimeSpan overlap, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentOutOfRangeException.ThrowIfLessThan(overlap, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(overlap, LongestOverlap);
        string secret = WebhookSignature.NewSecret();
        string encrypted = await _secrets.EncryptSecretAsync(id, secret, cancellationToken).ConfigureAwait(false);
        await ChangeAsync(
            "webhook.rotate_secret",
            id,
            document => Task.FromResult(document with { Secret = encrypted, PreviousSecret = overlap > TimeSpan.Zero ? document.Secret : null, PreviousSecretUntil = overlap > TimeSpan.Zero ? Now + overlap : null }),
            cancellationToken).ConfigureAwait(false);
        return secret;
    }

    public async Task<WebhookDelivery> TestAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        WebhookDocument document = Read(await FindAsync(id, cancellationToken).ConfigureAwait(false));
        Endpoint endpoint = await _secrets.OpenAsync(id, document, cancellationToken).ConfigureAwait(false);
        var test = new OutboxEvent { Id = EventOutbox.IdOf(Guid.NewGuid().ToString("N")), Type = WebhookEventTypes.Test, At = Now, Data = Nothing, To = id };
        WebhookDelivery delivery = (await _sender.SendAsync(endpoint, test, cancellationToken).ConfigureAwait(false)).ToDelivery(test.Id, test.Type, 1, null);
        await _state.ApplyAsync([WebhookStore.Append(id, delivery)], cancellationToken).ConfigureAwait(false);
        await AuditAsync("webhook.test", id, null, cancellationToken).ConfigureAwait(false);
        return delivery;
    }

    public async Task<string> PublishAsync(WebhookEvent webhookEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhookEvent);
        if (webhookEvent.Type is null || !WebhookEventTypes.IsOwn(webhookEvent.Type))
        {
            throw new ArgumentException($"Type is '{webhookEvent.Type}'; a host's own event has 3 to 64 of the characters a-z 0-9 _ . - with a dot inside, and does not begin with 'webhook.'.", nameof(webhookEvent));
        }

        JsonElement data = ReadData(webhookEvent);
        string id = webhookEvent.Key is { } key ? EventOutbox.IdOf(webhookEvent.Type, key) : EventOutbox.IdOf(Guid.NewGuid().ToString("N"));
        if (await _store.Outbox.HasListenersAsync(cancellationToken).ConfigureAwait(false))
        {
            await _state.ApplyAsync([EventOutbox.Append(new OutboxEvent { Id = id, Type = webhookEvent.Type, At = Now, Data = data })], cancellationToken).ConfigureAwait(false);
            _store.Outbox.SayAppended();
        }

        return id;
    }

    public async Task<WebhookStatus> GetStatusAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        Webhook webhook = WebhookJson.ToWebhook(await FindAsync(id, cancellationToken).ConfigureAwait(false));
        (EndpointState progress, _) = await _store.ReadProgressAsync(id, cancellationToken).ConfigureAwait(false);
        bool isWaiting = progress.WaitsUntil > _time.GetUtcNow();
        return new WebhookStatus
        {
            WebhookId = id,
            State = !webhook.Definition.IsEnabled ? WebhookState.Disabled : isWaiting ? WebhookState.Waiting : WebhookState.Active,
            WaitsUntil = isWaiting ? progress.WaitsUntil : null,
            Delivered = progress.Delivered,
            FailedAttempts = progress.FailedAttempts,
            DeadLettered = progress.DeadLettered,
            Pending = progress.Pending.Count,
            FailuresInARow = progress.FailuresInARow,
            LastDeliveredAt = progress.LastDeliveredAt,
        };
    }

    public Task<IReadOnlyList<WebhookDelivery>> ListDeliveriesAsync(string id, int limit = 100, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxDeliveries);
        return _store.ListDeliveriesAsync(id, limit, cancellationToken);
    }

    public async Task<IReadOnlyList<WebhookDeadLetter>> ListDeadLettersAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return [.. (await _store.ListDeadLettersAsync(id, cancellationToken).ConfigureAwait(false)).Select(static pair => pair.Letter)];
    }

    public async Task<int> RedeliverAsync(string id, string? eventId = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        await FindAsync(id, cancellationToken).ConfigureAwait(false);
        int taken = 0;
        foreach (var (letter, version) in (await _store.ListDeadLettersAsync(id, cancellationToken).ConfigureAwait(false)).Where(pair => eventId is null || pair.Letter.EventId == eventId))
        {
            using var data = JsonDocument.Parse(letter.Data);
            var again = new OutboxEvent { Id = letter.EventId, Type = letter.EventType, At = letter.HappenedAt, Data = data.RootElement.Clone(), To = id };
            if (await _state.ApplyAsync([WebhookStore.DeleteDeadLetter(id, letter.EventId, version), EventOutbox.Append(again)], cancellationToken).ConfigureAwait(false))
            {
                taken++;
            }
        }

        await AuditAsync("webhook.redeliver", id, entry => entry.Details["events"] = taken, cancellationToken).ConfigureAwait(false);
        _store.Outbox.SayAppended();
        return taken;
    }

    private static JsonElement Nothing { get; } = JsonDocument.Parse("{}").RootElement.Clone();

    private static WebhookDocument Read(StateEntry entry) => WebhookJson.Read(entry.Value, WebhookJson.Default.WebhookDocument);

    private static JsonElement ReadData(WebhookEvent webhookEvent)
    {
        if (webhookEvent.Data is null || Encoding.UTF8.GetByteCount(webhookEvent.Data) > WebhookEvent.MaxDataBytes)
        {
            throw new ArgumentException(FormattableString.Invariant($"Data is null or has more than {WebhookEvent.MaxDataBytes} bytes; send an address where the rest can be had."), nameof(webhookEvent));
        }

        try
        {
            using var data = JsonDocument.Parse(webhookEvent.Data);
            return data.RootElement.ValueKind == JsonValueKind.Object ? data.RootElement.Clone() : throw new JsonException();
        }
        catch (JsonException error)
        {
            throw new ArgumentException("Data is not a JSON object.", nameof(webhookEvent), error);
        }
    }

    private async Task<StateEntry> FindAsync(string id, CancellationToken cancellationToken) =>
        await _store.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new KeyNotFoundException("There is no webhook of this id; Webhooks.ListAsync lists them.");

    // What is not given again stays as it was kept.
    private async Task<WebhookDocument> SealAsync(string id, WebhookDefinition definition, WebhookDocument? before, CancellationToken cancellationToken)
    {
        Dictionary<string, string> headers = await _secrets.EncryptHeadersAsync(id, definition.Headers, before?.Definition.Headers, cancellationToken).ConfigureAwait(false);
        string secret = definition.Secret is null && before is not null
            ? before.Secret
            : await _secrets.EncryptSecretAsync(id, definition.Secret ?? WebhookSignature.NewSecret(), cancellationToken).ConfigureAwait(false);
        return new WebhookDocument
        {
            Definition = WebhookModel.Of(definition, pair => headers[pair.Key]),
            Secret = secret,
            PreviousSecret = definition.Secret is null ? before?.PreviousSecret : null,
            PreviousSecretUntil = definition.Secret is null ? before?.PreviousSecretUntil : null,
            CreatedAt = before?.CreatedAt ?? Now,
            DisabledReason = definition.IsEnabled ? null : before?.DisabledReason,
        };
    }

    private async Task<Webhook> ChangeAsync(string action, string id, Func<WebhookDocument, Task<WebhookDocument>> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            StateEntry entry = await FindAsync(id, cancellationToken).ConfigureAwait(false);
            WebhookDocument changed = await change(Read(entry)).ConfigureAwait(false);
            if (await ApplyAsync([WebhookStore.Put(id, changed, entry.Version)], changed.Definition.ToDefinition(), cancellationToken).ConfigureAwait(false))
            {
                return await ChangedAsync(action, id, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Applies changes of a webhook; from the first that asks for the ends of sessions on they are looked for.</summary>
    private async Task<bool> ApplyAsync(IReadOnlyList<StateChange> changes, WebhookDefinition definition, CancellationToken cancellationToken)
    {
        if (definition.Wants(WebhookEventTypes.SessionComplete) && await _store.FindSessionPlaceAsync(cancellationToken).ConfigureAwait(false) is null)
        {
            long last = (await _records.DescribeAsync(cancellationToken).ConfigureAwait(false)).LastId;
            if (await _state.ApplyAsync([WebhookStore.Put(new SessionPlace(last), 0), .. changes], cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        return await _state.ApplyAsync(changes, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Webhook> ChangedAsync(string action, string id, CancellationToken cancellationToken)
    {
        Webhook webhook = WebhookJson.ToWebhook(await FindAsync(id, cancellationToken).ConfigureAwait(false));
        await AuditAsync(
            action,
            id,
            entry =>
            {
                entry.Details["host"] = webhook.Definition.Url.Host;
                entry.Details["events"] = string.Join(',', webhook.Definition.Events) is var events && events.Length > AuditEntry.MaxTextLength ? events[..AuditEntry.MaxTextLength] : events;
                entry.Details["enabled"] = webhook.Definition.IsEnabled;
            },
            cancellationToken).ConfigureAwait(false);
        Reconcile();
        return webhook;
    }

    private Task<AuditRecord> AuditAsync(string action, string id, Action<AuditEntry>? describe, CancellationToken cancellationToken)
    {
        var entry = new AuditEntry { Actor = "host", Action = action, Target = "webhook:" + id };
        describe?.Invoke(entry);
        return _audit.AppendAsync(entry, cancellationToken);
    }
}
