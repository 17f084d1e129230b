using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Storage.Encryption;

/// <summary>The keys that a store has met, fetched from its provider once each. Thread-safe.</summary>
internal sealed class KeyRing(IKeyProvider provider)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, EncryptionKey> _keys = new(StringComparer.Ordinal);
    private volatile EncryptionKey? _current;

    /// <summary>The key for new data; null before one was needed.</summary>
    internal EncryptionKey? Current => _current;

    /// <summary>Fetches the key for new data, making the first one if there is none.</summary>
    internal async Task<EncryptionKey> UseCurrentAsync(CancellationToken cancellationToken)
    {
        EncryptionKey key = await AskAsync(() => provider.GetCurrentKeyAsync(cancellationToken)).ConfigureAwait(false)
            ?? await AskAsync(() => Widen(provider.CreateKeyAsync(cancellationToken))).ConfigureAwait(false)
            ?? throw Missing(null);
        return _current = _keys.GetOrAdd(key.Id, key);
    }

    /// <summary>Fetches what is needed to go on with data that is encrypted already: its key, and the key for new data. Never makes one, which would hide that the right one is lost.</summary>
    internal async Task UseAsync(string id, CancellationToken cancellationToken)
    {
        EncryptionKey known = await LoadAsync(id, cancellationToken).ConfigureAwait(false) ?? throw Missing(id);
        EncryptionKey? current = await AskAsync(() => provider.GetCurrentKeyAsync(cancellationToken)).ConfigureAwait(false);
        _current = current is null ? known : _keys.GetOrAdd(current.Id, current);
    }

    /// <summary>
    /// The key of an id. One not met before is fetched, and the calling thread waits: it is a thread of the store's own, and this happens once
    /// for a key that another process began to use while this store was open.
    /// </summary>
    /// <exception cref="EncryptionKeyException">The provider does not have it, or failed.</exception>
    internal EncryptionKey Get(string id)
    {
        if (_keys.TryGetValue(id, out EncryptionKey? key))
        {
            return key;
        }

        var fetch = new Fetch();
        _ = Task.Run(() => fetch.RunAsync(this, id));
        if (!fetch.Done.Wait(Patience))
        {
            throw new EncryptionKeyException(EncryptionKeyProblem.Unreadable, FormattableString.Invariant($"The key provider did not answer within {Patience.TotalSeconds} s. Try again once it does."));
        }

        fetch.Error?.Throw();
        return fetch.Key ?? throw Missing(id);
    }

    /// <summary>A key for new data, when the store has been told of none: that of the data already there.</summary>
    internal EncryptionKey CurrentOr(string id) => _current ??= Get(id);

    private static async ValueTask<EncryptionKey?> Widen(ValueTask<EncryptionKey> key) => await key.ConfigureAwait(false);

    private static EncryptionKeyException Missing(string? id) =>
        new(EncryptionKeyProblem.Missing, $"The data is encrypted with the key '{id}', which the key provider does not have. Put the right key file back (by default beside the database, named like it with '.key' behind), or set the KeyProvider that has it. Nothing was changed.");

    private static async Task<EncryptionKey?> AskAsync(Func<ValueTask<EncryptionKey?>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception error) when (error is not (AnalyticsException or OperationCanceledException or OutOfMemoryException))
        {
            throw new EncryptionKeyException(EncryptionKeyProblem.Unreadable, $"The key provider failed with {error.GetType().Name}. Nothing was changed; try again once it works.", error);
        }
    }

    private async Task<EncryptionKey?> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (_keys.TryGetValue(id, out EncryptionKey? known))
        {
            return known;
        }

        EncryptionKey? key = await AskAsync(() => provider.GetKeyAsync(id, cancellationToken)).ConfigureAwait(false);
        return string.Equals(key?.Id, id, StringComparison.Ordinal) ? _keys.GetOrAdd(id, key!) : null;
    }

    private sealed class Fetch
    {
        internal ManualResetEventSlim Done { get; } = new();

        internal EncryptionKey? Key { get; private set; }

        internal ExceptionDispatchInfo? Error { get; private set; }

        internal async Task RunAsync(KeyRing ring, string id)
        {
            try
            {
                Key = await ring.LoadAsync(id, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                Error = ExceptionDispatchInfo.Capture(error);
            }

            Done.Set();
        }
    }
}
