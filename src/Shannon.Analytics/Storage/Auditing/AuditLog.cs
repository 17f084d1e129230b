using System.Runtime.CompilerServices;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Encryption;

namespace Shannon.Analytics.Storage.Auditing;

/// <summary>
/// The audit log over any state store. Without keys each entry carries a SHA-256 hash, which shows accidents and careless edits; with keys an
/// HMAC-SHA256, which who edits the file cannot recompute. What a chain alone cannot show is that the whole file was replaced by an older copy:
/// keep <see cref="AuditVerification.HeadHash"/> elsewhere for that. Thread-safe, also among processes.
/// </summary>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for has nothing to dispose of.
public sealed class AuditLog : IAuditLog
#pragma warning restore CA1001
{
    internal const string LogName = "audit";
    internal const string HeadKind = "audit";
    internal const string HeadId = "head";
    private const int PageSize = 500;

    private readonly IStateStore _state;
    private readonly TimeProvider _time;
    private readonly IKeyProvider? _keys;
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Makes a log object; several over one store, also in several processes, append to one chain.</summary>
    /// <param name="state">Where it is kept.</param>
    /// <param name="timeProvider">The clock of the entries.</param>
    /// <param name="keys">Keys for its hashes; <see langword="null"/> for none. All objects over one store should agree: once an entry is keyed, one without a key counts as broken.</param>
    public AuditLog(IStateStore state, TimeProvider timeProvider, IKeyProvider? keys = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(timeProvider);
        _state = state;
        _time = timeProvider;
        _keys = keys;
    }

    /// <inheritdoc/>
    public async Task<AuditRecord> AppendAsync(AuditEntry entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        entry.Validate();
        entry.Details.Freeze();
        EncryptionKey? key = _keys is null ? null : await _keys.GetCurrentKeyAsync(cancellationToken).ConfigureAwait(false) ?? await _keys.CreateKeyAsync(cancellationToken).ConfigureAwait(false);

        // One at a time in this object, since all of them want the same head; other processes are told by the head's version.
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                AuditHead head = AuditHead.Read(await _state.GetStateAsync(HeadKind, HeadId, cancellationToken).ConfigureAwait(false));
                if (head.KeyId is not null && key is null)
                {
                    throw new EncryptionKeyException(EncryptionKeyProblem.Missing, "The audit log is keyed, and this object was made without keys. Give it the key provider that the others have; nothing was appended.");
                }

                long time = UnixMicros.Now(_time);
                long sequence = head.Sequence + 1;
                string hash = AuditHasher.Hash(sequence, time, entry, head.Hash, key);
                var record = new AuditRecord(sequence, UnixMicros.ToTime(time), entry, hash, key?.Id);
                StateChange[] changes =
                [
                    StateChange.Put(HeadKind, HeadId, AuditHead.Write(sequence, hash, key), head.Version),
                    StateChange.Append(LogName, AuditJson.Write(record, time, head.Hash)),
                ];
                if (await _state.ApplyAsync(changes, cancellationToken).ConfigureAwait(false))
                {
                    return record;
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AuditRecord> ReadAsync(AuditFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        long after = 0;
        while (await _state.ReadLogAsync(LogName, after, PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (StateLogEntry entry in page)
            {
                var (record, _) = AuditJson.Read(entry);
                if (filter is null || filter.Matches(record))
                {
                    yield return record;
                }
            }

            after = page[^1].Id;
        }
    }

    /// <inheritdoc/>
    public Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken = default) => new AuditVerifier(_state, _keys).RunAsync(cancellationToken);
}
