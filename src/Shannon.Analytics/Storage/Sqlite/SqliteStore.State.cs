using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage.Sqlite;

/// <content>Documents, logs and leases.</content>
public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public Task<StateEntry?> GetStateAsync(string kind, string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentException.ThrowIfNullOrEmpty(id);
        return ReadAsync(connection => StateTables.Get(connection, ReadableState(connection), kind, id), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StateEntry>> ListStateAsync(string kind, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        return ReadAsync(connection => StateTables.List(connection, ReadableState(connection), kind), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> ApplyAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        long now = UnixMicros.Now(TimeProvider);
        return WriteAsync(connection => StateTables.Apply(connection, new StateText(_writer.Protection.Cipher, _writer.Protection.Encoder), changes, now), inTransaction: true, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StateLogEntry>> ReadLogAsync(string log, long afterId, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(log);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return ReadAsync(connection => StateTables.ReadLog(connection, ReadableState(connection), log, afterId, limit), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StateLease?> TryAcquireLeaseAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(owner);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        DateTimeOffset now = TimeProvider.GetUtcNow();
        return WriteAsync(connection => StateTables.TryAcquire(connection.Connection, name, owner, UnixMicros.From(now), UnixMicros.From(now + duration)), inTransaction: true, cancellationToken);
    }

    /// <inheritdoc/>
    public Task ReleaseLeaseAsync(StateLease lease, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return WriteAsync(connection => StateTables.Release(connection.Connection, lease), inTransaction: true, cancellationToken);
    }

    private StateText ReadableState(RawConnection connection) => new(_protection.CipherOf(connection), null);
}
