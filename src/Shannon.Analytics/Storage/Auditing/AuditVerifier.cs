using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Encryption;

namespace Shannon.Analytics.Storage.Auditing;

/// <summary>One pass over the chain. Entries may be appended meanwhile: the head is read anew when the log goes on behind it.</summary>
internal sealed class AuditVerifier(IStateStore state, IKeyProvider? keys)
{
    private const int PageSize = 500;
    private const string UnknownKey = "it names a key that the key provider does not have: it was changed, or the key is lost";
    private readonly Dictionary<string, EncryptionKey> _keys = new(StringComparer.Ordinal);
    private long _sequence;
    private string _hash = AuditHasher.Genesis;
    private string? _keyId;

    internal async Task<AuditVerification> RunAsync(CancellationToken cancellationToken)
    {
        AuditHead head;
        try
        {
            head = await ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (StoreCorruptException)
        {
            return Broken(1, "the head of the log cannot be read: it was changed");
        }

        if (await HeadProblemAsync(head, cancellationToken).ConfigureAwait(false) is { } headProblem)
        {
            return Broken(head.Sequence, headProblem);
        }

        long after = 0;
        while (await state.ReadLogAsync(AuditLog.LogName, after, PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (StateLogEntry entry in page)
            {
                if (_sequence == head.Sequence)
                {
                    AuditHead newer = await ReadHeadAsync(cancellationToken).ConfigureAwait(false);
                    if (newer.Sequence <= head.Sequence)
                    {
                        return Broken(_sequence + 1, "the log goes on behind its head: entries were added without the log, or the head was set back");
                    }

                    if (await HeadProblemAsync(newer, cancellationToken).ConfigureAwait(false) is { } problem)
                    {
                        return Broken(newer.Sequence, problem);
                    }

                    head = newer;
                }

                if (await EntryProblemAsync(entry, cancellationToken).ConfigureAwait(false) is { } entryProblem)
                {
                    return Broken(_sequence + 1, entryProblem);
                }
            }

            after = page[^1].Id;
        }

        if (_sequence < head.Sequence)
        {
            return Broken(_sequence + 1, "it is missing: the log ends before its head");
        }

        return string.Equals(_hash, head.Hash, StringComparison.Ordinal) ? Result(null, null) : Broken(_sequence, "its hash is not that of the head: the end of the log was replaced");
    }

    private async Task<AuditHead> ReadHeadAsync(CancellationToken cancellationToken) =>
        AuditHead.Read(await state.GetStateAsync(AuditLog.HeadKind, AuditLog.HeadId, cancellationToken).ConfigureAwait(false));

    private async Task<string?> HeadProblemAsync(AuditHead head, CancellationToken cancellationToken)
    {
        if (head.Version == 0)
        {
            return null;
        }

        if (keys is not null && head.KeyId is null)
        {
            return "the head is not keyed, so that anybody could have written it; the next entry that is appended with keys protects what is there";
        }

        EncryptionKey? key = await KeyAsync(head.KeyId, cancellationToken).ConfigureAwait(false);
        if (key is null && head.KeyId is not null)
        {
            return UnknownKey;
        }

        return head.IsSealedBy(key) ? null : "the head was changed";
    }

    private async Task<string?> EntryProblemAsync(StateLogEntry stored, CancellationToken cancellationToken)
    {
        AuditRecord record;
        string previous;
        try
        {
            (record, previous) = AuditJson.Read(stored);
        }
        catch (StoreCorruptException)
        {
            return "it was changed: it no longer has the form of an entry";
        }

        if (record.Sequence != _sequence + 1)
        {
            return FormattableString.Invariant($"it is missing or out of order: entry {record.Sequence} stands in its place");
        }

        if (!string.Equals(previous, _hash, StringComparison.Ordinal))
        {
            return "it does not continue the entry before";
        }

        if (record.KeyId is null && _keyId is not null)
        {
            return "it is not keyed, though the entry before is: it was written without the log's key";
        }

        EncryptionKey? key = await KeyAsync(record.KeyId, cancellationToken).ConfigureAwait(false);
        if (key is null && record.KeyId is not null)
        {
            return UnknownKey;
        }

        if (!string.Equals(record.Hash, AuditHasher.Hash(record.Sequence, UnixMicros.From(record.Time), record.Entry, previous, key), StringComparison.Ordinal))
        {
            return "it was changed: its hash does not match";
        }

        _sequence = record.Sequence;
        _hash = record.Hash;
        _keyId = record.KeyId;
        return null;
    }

    private async ValueTask<EncryptionKey?> KeyAsync(string? id, CancellationToken cancellationToken)
    {
        if (id is null)
        {
            return null;
        }

        if (_keys.TryGetValue(id, out EncryptionKey? known))
        {
            return known;
        }

        if (keys is null)
        {
            throw new EncryptionKeyException(EncryptionKeyProblem.Missing, "The audit log is keyed, and this object was made without keys, so that it cannot verify. Give it the key provider that the others have.");
        }

        EncryptionKey? key = await keys.GetKeyAsync(id, cancellationToken).ConfigureAwait(false);
        if (key is not null)
        {
            _keys.Add(id, key);
        }

        return key;
    }

    private AuditVerification Broken(long sequence, string problem) => Result(Math.Max(1, sequence), FormattableString.Invariant($"Entry {Math.Max(1, sequence)}: {problem}."));

    private AuditVerification Result(long? firstBroken, string? problem) => new()
    {
        SoundEntries = _sequence,
        FirstBroken = firstBroken,
        Problem = problem,
        IsKeyed = _keyId is not null,
        HeadHash = _sequence == 0 ? null : _hash,
    };
}
