using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Auditing;
using Shannon.Analytics.Storage.Encryption;

namespace Shannon.Analytics.Privacy;

/// <summary>
/// The privacy of one store object. Made once for each, by the first engine over it; its filter stays for as long as the store object lives, whoever
/// collects. Thread-safe.
/// </summary>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for has nothing to dispose of.
internal sealed class PrivacyService : IPrivacy
#pragma warning restore CA1001
{
    private const string ConfigureAction = "config_change.anonymization";
    private const string RevealAction = "data_access.reveal";

    private readonly IStateStore _state;
    private readonly IAuditLog _audit;
    private readonly TimeProvider _time;
    private readonly AnonymizationFilter _filter;
    private readonly TokenMap? _tokens;
    private readonly KeyVersionReader? _versions;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly RecordFilters _filters;
    private bool _isAdded;
    private long _loaded = -1;

    /// <param name="store">The store.</param>
    /// <param name="state">Its state.</param>
    /// <param name="keys">Where its keys come from; null if nobody said, and then nothing can be anonymised.</param>
    /// <param name="audit">Its audit log.</param>
    internal PrivacyService(IMetricStore store, IStateStore state, IKeyProvider? keys, IAuditLog audit)
    {
        _state = state;
        _audit = audit;
        _time = store.TimeProvider;
        _tokens = keys is null ? null : new TokenMap(state, keys);
        _versions = keys is null ? null : new KeyVersionReader(keys);
        _filter = new AnonymizationFilter(_tokens);
        _filters = store.Filters;
    }

    public async Task<AnonymizationConfiguration> ConfigureAnonymizationAsync(AnonymizationOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        KeyVersionReader versions = _versions ?? throw NoKeys();
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                StateEntry? known = await EntryAsync(cancellationToken).ConfigureAwait(false);
                StoredKeyVersion[] before = known is null ? [] : [.. StoredAnonymization.Read(known.Value).Keys];
                var stored = new StoredAnonymization
                {
                    Fields = [.. options.Fields],
                    Method = options.Method,
                    Rules = [.. options.Rules],
                    TruncateLength = options.TruncateLength,
                    Scan = options.Scan,
                    ConfiguredAt = UnixMicros.ToTime(UnixMicros.Now(_time)),
                    Keys = await versions.ExtendAsync(before, options.Salt, cancellationToken).ConfigureAwait(false),
                };
                KeyVersions keys = await versions.ReadAsync(stored.Keys, cancellationToken).ConfigureAwait(false);
                long expected = known?.Version ?? 0;
                StateChange requirement = stored.IsActive
                    ? StateChange.Put(RecordFilters.RequirementKind, StoredAnonymization.Id, string.Empty)
                    : StateChange.Delete(RecordFilters.RequirementKind, StoredAnonymization.Id);
                if (!await _state.ApplyAsync([StateChange.Put(StoredAnonymization.Kind, StoredAnonymization.Id, stored.Write(), expected), requirement], cancellationToken).ConfigureAwait(false))
                {
                    continue;
                }

                Use(stored, keys, expected + 1);
                await AuditAsync(stored, expected + 1).ConfigureAwait(false);
                return stored.Describe(expected + 1);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task<AnonymizationConfiguration?> GetAnonymizationAsync(CancellationToken cancellationToken = default) =>
        await EntryAsync(cancellationToken).ConfigureAwait(false) is { } entry ? StoredAnonymization.Read(entry.Value).Describe(entry.Version) : null;

    public async Task<string> RevealAsync(string token, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        ArgumentException.ThrowIfNullOrEmpty(reason);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(reason.Length, AuditEntry.MaxTextLength, nameof(reason));
        KeyVersions? keys = await KeysAsync(cancellationToken).ConfigureAwait(false);
        bool isToken = keys?.IsPseudonym(token) == true;
        string? value = isToken ? await _tokens!.FindAsync(token, cancellationToken).ConfigureAwait(false) : null;

        // What is no token of ours may be anything, the very value that somebody looks for included, and so does not enter the log.
        await _audit.AppendAsync(
            new AuditEntry
            {
                Actor = AuditContext.Actor,
                Action = RevealAction,
                Target = isToken ? token : null,
                Outcome = value is null ? AuditOutcome.Failure : AuditOutcome.Success,
                Details = new AttributeSet { ["reason"] = reason },
            },
            cancellationToken).ConfigureAwait(false);
        return value ?? throw new KeyNotFoundException("The store knows no such token. Tokens begin with 'tok:', and what one stands for can have been erased.");
    }

    public async Task<IReadOnlyList<string>> FindFormsAsync(string value, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        KeyVersions? keys = await KeysAsync(cancellationToken).ConfigureAwait(false);
        return [value, .. keys?.FormsOf(value) ?? []];
    }

    /// <summary>Takes over what is stored, if another process changed it or nothing was read yet.</summary>
    /// <exception cref="EncryptionKeyException">A key that pseudonyms need cannot be had.</exception>
    internal async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            StateEntry? entry = await EntryAsync(cancellationToken).ConfigureAwait(false);
            long version = entry?.Version ?? 0;
            if (version != _loaded)
            {
                StoredAnonymization? stored = entry is null ? null : StoredAnonymization.Read(entry.Value);
                KeyVersions? keys = stored is null ? null : await (_versions ?? throw NoKeys()).ReadAsync(stored.Keys, cancellationToken).ConfigureAwait(false);
                Use(stored, keys, version);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private static NotSupportedException NoKeys() =>
        new("The store names no key provider, and pseudonyms need a key that is kept. Set AnalyticsEngineOptions.KeyProvider, to a FileKeyProvider for example.");

    private Task<StateEntry?> EntryAsync(CancellationToken cancellationToken) => _state.GetStateAsync(StoredAnonymization.Kind, StoredAnonymization.Id, cancellationToken);

    private async Task<KeyVersions?> KeysAsync(CancellationToken cancellationToken) =>
        await EntryAsync(cancellationToken).ConfigureAwait(false) is { } entry
            ? await (_versions ?? throw NoKeys()).ReadAsync(StoredAnonymization.Read(entry.Value).Keys, cancellationToken).ConfigureAwait(false)
            : null;

    private void Use(StoredAnonymization? stored, KeyVersions? keys, long version)
    {
        _filter.Values = stored is { IsActive: true }
            ? new ValueAnonymizer(new FieldMatcher(stored.AllRules()), new Scanning.ContentScanner(stored.Scan), keys!, _tokens!, stored.TruncateLength)
            : null;

        // Only when there is need: a store without filters takes records faster.
        if (_filter.Values is not null && !_isAdded)
        {
            _filters.Add(_filter, StoredAnonymization.Id);
            _isAdded = true;
        }

        _loaded = version;
    }

    // Not cancelled any more: what was configured is in force.
    private Task<AuditRecord> AuditAsync(StoredAnonymization stored, long version) => _audit.AppendAsync(
        new AuditEntry
        {
            Actor = AuditContext.Actor,
            Action = ConfigureAction,
            Details = new AttributeSet
            {
                ["version"] = version,
                ["method"] = stored.Method.ToString(),
                ["fields"] = stored.Fields.Count + stored.Rules.Count,
                ["scan"] = stored.Scan.ToString(),
                ["key_version"] = stored.Keys.Count,
            },
        },
        CancellationToken.None);
}
