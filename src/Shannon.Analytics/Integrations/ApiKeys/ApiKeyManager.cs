using System.Collections.Concurrent;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Auditing;
using Shannon.Analytics.Storage.Encryption;

namespace Shannon.Analytics.Integrations.ApiKeys;

/// <summary>Keys kept in a state store. Any number of managers, also in several processes, share the keys of a store. Thread-safe.</summary>
internal sealed class ApiKeyManager(IStateStore state, IKeyProvider keys, IAuditLog audit, TimeProvider time) : IApiKeys, IAsyncDisposable
{
    private const string Kind = "api_key";
    private const string IdStart = "key_";
    private static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(30);

    private readonly KeyHasher _hasher = new(keys);
    private readonly ConcurrentDictionary<string, KeyMeter> _meters = new(StringComparer.Ordinal);

    private DateTimeOffset Now => UnixMicros.ToTime(UnixMicros.Now(time));

    public async Task<NewApiKey> CreateAsync(ApiKeyDefinition definition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        definition.Validate();
        string name = KeyText.NewName();
        string key = KeyText.NewKey(name);
        var document = new KeyDocument
        {
            Name = definition.Name,
            Prefix = KeyText.PrefixOf(name),
            Permissions = [],
            CreatedAt = Now,
            IsEnabled = true,
            Secrets = [await _hasher.HashAsync(key, cancellationToken).ConfigureAwait(false)],
        };
        document = document.With(definition, document.CreatedAt);
        string id = IdStart + name;
        if (!await state.ApplyAsync([StateChange.Put(Kind, id, ApiKeyJson.Write(document), expectedVersion: 0)], cancellationToken).ConfigureAwait(false))
        {
            // Two equal names of 71 random bits.
            return await CreateAsync(definition, cancellationToken).ConfigureAwait(false);
        }

        await AuditAsync("api_key.create", id, document, cancellationToken).ConfigureAwait(false);
        return new NewApiKey { Key = key, Info = document.ToKey(id, null) };
    }

    public async Task<ApiKey?> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return await state.GetStateAsync(Kind, id, cancellationToken).ConfigureAwait(false) is { } entry ? await ReadAsync(entry, cancellationToken).ConfigureAwait(false) : null;
    }

    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken = default)
    {
        var all = new List<ApiKey>();
        foreach (StateEntry entry in await state.ListStateAsync(Kind, cancellationToken).ConfigureAwait(false))
        {
            all.Add(await ReadAsync(entry, cancellationToken).ConfigureAwait(false));
        }

        return [.. all.OrderBy(static key => key.CreatedAt).ThenBy(static key => key.Id, StringComparer.Ordinal)];
    }

    public Task<ApiKey> UpdateAsync(string id, ApiKeyDefinition definition, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentNullException.ThrowIfNull(definition);
        definition.Validate();
        return ChangeAsync("api_key.update", id, document => document.With(definition, Now), cancellationToken);
    }

    public Task<ApiKey> EnableAsync(string id, bool isEnabled = true, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return ChangeAsync(isEnabled ? "api_key.enable" : "api_key.disable", id, document => document with { IsEnabled = isEnabled }, cancellationToken);
    }

    public async Task<NewApiKey> RotateAsync(string id, TimeSpan overlap, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentOutOfRangeException.ThrowIfLessThan(overlap, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(overlap, LongestOverlap);
        string key = KeyText.NewKey(id.StartsWith(IdStart, StringComparison.Ordinal) ? id[IdStart.Length..] : id);
        KeySecret secret = await _hasher.HashAsync(key, cancellationToken).ConfigureAwait(false);
        ApiKey info = await ChangeAsync(
            "api_key.rotate",
            id,
            document => document with { Secrets = overlap > TimeSpan.Zero ? [secret, document.Secrets[0] with { ValidUntil = Now + overlap }] : [secret] },
            cancellationToken).ConfigureAwait(false);
        return new NewApiKey { Key = key, Info = info };
    }

    public async Task<ApiKey> RevokeAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ApiKey known = await GetAsync(id, cancellationToken).ConfigureAwait(false) ?? throw NoSuchKey();
        return known.RevokedAt is not null ? known : await ChangeAsync("api_key.revoke", id, document => document with { RevokedAt = Now, Secrets = [] }, cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        while (await state.GetStateAsync(Kind, id, cancellationToken).ConfigureAwait(false) is { } entry)
        {
            if (await state.ApplyAsync([StateChange.Delete(Kind, id, entry.Version), StateChange.Delete(KeyMeter.UsageKind, id)], cancellationToken).ConfigureAwait(false))
            {
                _meters.TryRemove(id, out _);
                await AuditAsync("api_key.delete", id, null, cancellationToken).ConfigureAwait(false);
                return true;
            }
        }

        return false;
    }

    public async Task<ApiKeyDecision> AuthorizeAsync(string? key, string permission, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(permission);
        if (!ApiKeyPermissions.IsPermission(permission, allowsStar: false))
        {
            throw new ArgumentException($"'{permission}' is no permission that a call can need. Use read:, write: or admin: and what it is about, such as read:metrics.", nameof(permission));
        }

        if (KeyText.NameOf(key) is not { } name)
        {
            return ApiKeyDecision.Denied;
        }

        // Whether there is such a key or not, the same is done, and only then looked at.
        string id = IdStart + name;
        KeyDocument? document = await state.GetStateAsync(Kind, id, cancellationToken).ConfigureAwait(false) is { } entry ? ApiKeyJson.Read(entry, ApiKeyJson.Default.KeyDocument) : null;
        DateTimeOffset now = time.GetUtcNow();
        bool isKey = await _hasher.MatchesAsync(key!, document?.Secrets ?? [], now, cancellationToken).ConfigureAwait(false);
        if (!isKey || !document!.Allows(permission, now))
        {
            return ApiKeyDecision.Denied;
        }

        TimeSpan? wait = await _meters.GetOrAdd(id, _ => new KeyMeter(state, id)).TakeAsync(document.RateLimit, now, cancellationToken).ConfigureAwait(false);
        return new ApiKeyDecision { Outcome = wait is null ? ApiKeyOutcome.Allowed : ApiKeyOutcome.RateLimited, KeyId = id, RetryAfter = wait };
    }

    /// <summary>Gives back calls that were set aside and not used, and notes the last uses. Never throws for a store that fails.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            foreach (KeyMeter meter in _meters.Values)
            {
                await meter.CloseAsync(time.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is AnalyticsException or ObjectDisposedException or InvalidOperationException)
        {
            // A portion of the limit is lost until the hour is over, as after a crash.
        }
    }

    private static KeyNotFoundException NoSuchKey() => new("There is no API key of this id; ApiKeys.ListAsync lists them.");

    private async Task<ApiKey> ReadAsync(StateEntry entry, CancellationToken cancellationToken)
    {
        DateTimeOffset? kept = await KeyMeter.ReadLastUseAsync(state, entry.Id, cancellationToken).ConfigureAwait(false);
        DateTimeOffset? seen = _meters.TryGetValue(entry.Id, out KeyMeter? meter) ? meter.LastUsedAt : null;
        return ApiKeyJson.Read(entry, ApiKeyJson.Default.KeyDocument).ToKey(entry.Id, seen > kept ? seen : kept ?? seen);
    }

    private async Task<ApiKey> ChangeAsync(string action, string id, Func<KeyDocument, KeyDocument> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            StateEntry entry = await state.GetStateAsync(Kind, id, cancellationToken).ConfigureAwait(false) ?? throw NoSuchKey();
            KeyDocument document = ApiKeyJson.Read(entry, ApiKeyJson.Default.KeyDocument);
            if (document.RevokedAt is not null)
            {
                throw new InvalidOperationException("The API key is revoked, for good. Create another one.");
            }

            KeyDocument changed = change(document);
            if (await state.ApplyAsync([StateChange.Put(Kind, id, ApiKeyJson.Write(changed), entry.Version)], cancellationToken).ConfigureAwait(false))
            {
                await AuditAsync(action, id, changed, cancellationToken).ConfigureAwait(false);
                return await GetAsync(id, cancellationToken).ConfigureAwait(false) ?? throw NoSuchKey();
            }
        }
    }

    private Task<AuditRecord> AuditAsync(string action, string id, KeyDocument? document, CancellationToken cancellationToken)
    {
        var entry = new AuditEntry { Actor = "host", Action = action, Target = "api_key:" + id };
        if (document is not null)
        {
            string permissions = string.Join(',', document.Permissions);
            entry.Details["permissions"] = permissions.Length > AuditEntry.MaxTextLength ? permissions[..AuditEntry.MaxTextLength] : permissions;
            entry.Details["enabled"] = document.IsEnabled;
        }

        return audit.AppendAsync(entry, cancellationToken);
    }
}
