using System.Collections.Concurrent;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Encryption;

namespace Shannon.Analytics.Privacy;

/// <summary>
/// What tokens stand for, encrypted one by one and bound to their token. An entry is on the disk before the first record that carries its token.
/// Until then only its encrypted form waits in memory. Thread-safe.
/// </summary>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for has nothing to dispose of.
internal sealed class TokenMap(IStateStore state, IKeyProvider keys)
#pragma warning restore CA1001
{
    internal const string Kind = "privacy.token";
    private const int MaxRemembered = 100_000;
    private const int MaxBatch = 500;

    // Every part of a long value must fit a secret box; a pair of surrogates may need one character more.
    private const int PartLength = SecretBox.MaxLength - 1;

    private readonly ConcurrentDictionary<string, byte> _stored = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _waiting = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Notes what a token stands for.</summary>
    internal void Add(string token, string value, EncryptionKey key)
    {
        if (!_stored.ContainsKey(token) && !_waiting.ContainsKey(token))
        {
            _waiting.TryAdd(token, Seal(token, TextNormalizer.WellFormed(value), key));
        }
    }

    /// <summary>Completes when everything noted so far is on the disk.</summary>
    internal ValueTask SettleAsync(CancellationToken cancellationToken) => _waiting.IsEmpty ? ValueTask.CompletedTask : StoreAsync(cancellationToken);

    /// <returns>The value, or null if the token is not known.</returns>
    internal async Task<string?> FindAsync(string token, CancellationToken cancellationToken)
    {
        if (await state.GetStateAsync(Kind, token, cancellationToken).ConfigureAwait(false) is not { } entry)
        {
            return null;
        }

        var box = new SecretBox(keys);
        string[] parts = entry.Value.Split(' ');
        var values = new string[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            values[i] = await box.DecryptAsync(Purpose(token, i, parts.Length), parts[i], cancellationToken).ConfigureAwait(false);
        }

        return string.Concat(values);
    }

    // An entry leaves the waiting ones only when it is stored: who finds none waiting knows that his own are.
    private async ValueTask StoreAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (KeyValuePair<string, string>[] batch in _waiting.ToArray().Chunk(MaxBatch))
            {
                await state.ApplyAsync([.. batch.Select(entry => StateChange.Put(Kind, entry.Key, entry.Value))], cancellationToken).ConfigureAwait(false);
                if (_stored.Count > MaxRemembered)
                {
                    _stored.Clear();
                }

                foreach (var (token, _) in batch)
                {
                    _stored.TryAdd(token, 0);
                    _waiting.TryRemove(token, out string? _);
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private static string Seal(string token, string value, EncryptionKey key)
    {
        var parts = new List<string>();
        for (int from = 0; from == 0 || from < value.Length;)
        {
            int length = Math.Min(PartLength, value.Length - from);
            if (length > 0 && from + length < value.Length && char.IsHighSurrogate(value[from + length - 1]))
            {
                length++;
            }

            parts.Add(value.Substring(from, length));
            from += Math.Max(length, 1);
        }

        return string.Join(' ', parts.Select((part, i) => SecretBox.Seal(key, Purpose(token, i, parts.Count), part)));
    }

    private static string Purpose(string token, int part, int parts) => FormattableString.Invariant($"{Kind}:{token}:{part}/{parts}");
}
