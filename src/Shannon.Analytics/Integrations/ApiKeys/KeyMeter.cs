using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Integrations.ApiKeys;

/// <summary>
/// Counts the calls of one key. Calls are set aside in the store a hundredth of the limit at a time and used up from memory, so that a busy key need not
/// write for each; what is left of a minute is given back with the next write. Calls within this process take turns; other processes are told by
/// the document's version.
/// </summary>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for has nothing to dispose of.
internal sealed class KeyMeter(IStateStore state, string id)
#pragma warning restore CA1001
{
    internal const string UsageKind = "api_key_usage";
    private const int Portions = 100;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _minute;
    private long _left;
    private DateTimeOffset? _lastUsedAt;

    internal DateTimeOffset? LastUsedAt => _lastUsedAt;

    /// <summary>Counts one call.</summary>
    /// <returns>Null if it is allowed; else after how long one may be.</returns>
    internal async Task<TimeSpan?> TakeAsync(int? limit, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            long minute = KeyUsage.MinuteOf(now);
            if (minute != _minute || _left <= 0)
            {
                // Without a limit a portion only says that this minute is noted as used.
                long portion = limit is { } calls ? Math.Max(1, calls / Portions) : long.MaxValue;
                if (await SetAsideAsync(limit, portion, minute, now, cancellationToken).ConfigureAwait(false) is { } wait)
                {
                    return wait;
                }
            }

            _left--;
            _lastUsedAt = now;
            return null;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Gives back what is left, and notes the last use.</summary>
    internal async Task CloseAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (_lastUsedAt is not null)
            {
                (KeyUsage usage, long version) = await ReadAsync(cancellationToken).ConfigureAwait(false);
                if (version == 0 || await WriteAsync(GiveBack(usage, now), version, cancellationToken).ConfigureAwait(false))
                {
                    (_left, _lastUsedAt) = (0, null);
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    internal static async Task<DateTimeOffset?> ReadLastUseAsync(IStateStore state, string id, CancellationToken cancellationToken) => (await ReadAsync(state, id, cancellationToken).ConfigureAwait(false)).Usage.LastUsedAt;

    private async Task<TimeSpan?> SetAsideAsync(int? limit, long portion, long minute, DateTimeOffset now, CancellationToken cancellationToken)
    {
        while (true)
        {
            (KeyUsage kept, long version) = await ReadAsync(cancellationToken).ConfigureAwait(false);
            KeyUsage usage = GiveBack(kept, now);
            long free = limit - usage.CountAt(now) ?? long.MaxValue;
            if (free <= 0)
            {
                return usage.RetryAfter(now, limit!.Value);
            }

            long taken = Math.Min(portion, free);
            KeyUsage next = (limit is null ? usage : usage.With(minute, taken, now)) with { LastUsedAt = now };
            if (await WriteAsync(next, version, cancellationToken).ConfigureAwait(false))
            {
                (_minute, _left) = (minute, taken);
                return null;
            }
        }
    }

    // What was set aside without a limit stands in no minute, and giving it back changes nothing.
    private KeyUsage GiveBack(KeyUsage usage, DateTimeOffset now) =>
        (_left > 0 && usage.Slots.Any(slot => slot.Minute == _minute) ? usage.With(_minute, -_left, now) : usage) with { LastUsedAt = _lastUsedAt > usage.LastUsedAt ? _lastUsedAt : usage.LastUsedAt ?? _lastUsedAt };

    private Task<(KeyUsage Usage, long Version)> ReadAsync(CancellationToken cancellationToken) => ReadAsync(state, id, cancellationToken);

    private Task<bool> WriteAsync(KeyUsage usage, long version, CancellationToken cancellationToken) =>
        state.ApplyAsync([StateChange.Put(UsageKind, id, ApiKeyJson.Write(usage), version)], cancellationToken);

    private static async Task<(KeyUsage Usage, long Version)> ReadAsync(IStateStore state, string id, CancellationToken cancellationToken) =>
        await state.GetStateAsync(UsageKind, id, cancellationToken).ConfigureAwait(false) is { } entry ? (ApiKeyJson.Read(entry, ApiKeyJson.Default.KeyUsage), entry.Version) : (new KeyUsage(), 0);
}
