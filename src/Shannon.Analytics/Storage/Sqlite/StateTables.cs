using System.Diagnostics.CodeAnalysis;
using Dapper;
using Microsoft.Data.Sqlite;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// Documents, logs and leases in their tables. Writing methods run inside a transaction of the writer. Dapper finds the row types by
/// reflection, so each method names its own for the trimmer.
/// </summary>
internal static class StateTables
{
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(StateRow))]
    internal static StateEntry? Get(RawConnection connection, StateText text, string kind, string id) =>
        connection.Connection.Query<StateRow>("SELECT CAST(id AS BLOB) AS Id, version AS Version, CAST(value AS BLOB) AS Value, updated_at AS UpdatedAt FROM state WHERE kind=@kind AND id=@id", Parameters(("kind", kind), ("id", text.Id(kind, id))))
            .Select(row => text.Document(kind, row.Id, row.Version, row.Value, row.UpdatedAt)).FirstOrDefault();

    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(StateRow))]
    internal static IReadOnlyList<StateEntry> List(RawConnection connection, StateText text, string kind) =>
        text.InOrder([.. connection.Connection.Query<StateRow>("SELECT CAST(id AS BLOB) AS Id, version AS Version, CAST(value AS BLOB) AS Value, updated_at AS UpdatedAt FROM state WHERE kind=@kind ORDER BY id", Parameters(("kind", kind)))
            .Select(row => text.Document(kind, row.Id, row.Version, row.Value, row.UpdatedAt))]);

    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(LogRow))]
    internal static IReadOnlyList<StateLogEntry> ReadLog(RawConnection connection, StateText text, string log, long afterId, int limit) =>
        [.. connection.Connection.Query<LogRow>("SELECT id AS Id, CAST(value AS BLOB) AS Value, at AS At FROM state_log WHERE log=@log AND id>@afterId ORDER BY id LIMIT @limit", Parameters(("log", log), ("afterId", afterId), ("limit", limit)))
            .Select(row => new StateLogEntry(row.Id, log, text.LogValue(log, row.Id, row.Value), UnixMicros.ToTime(row.At)))];

    /// <summary>Checks every expected version first, then changes: false means nothing was touched.</summary>
    internal static bool Apply(RawConnection connection, StateText text, IReadOnlyList<StateChange> changes, long now)
    {
        foreach (StateChange change in changes)
        {
            if (change.Kind is StateChangeKind.Put or StateChangeKind.Delete && change.ExpectedVersion is { } expected)
            {
                long version = connection.Connection.ExecuteScalar<long?>("SELECT version FROM state WHERE kind=@kind AND id=@id", Parameters(("kind", change.Target), ("id", text.Id(change.Target, change.Id!)))) ?? 0;
                if (version != expected)
                {
                    return false;
                }
            }
        }

        foreach (StateChange change in changes)
        {
            Apply(connection.Connection, text, change, now);
        }

        return true;
    }

    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(LeaseRow))]
    internal static StateLease? TryAcquire(SqliteConnection connection, string name, string owner, long now, long expiresAt)
    {
        LeaseRow? row = connection.Query<LeaseRow>("SELECT owner AS Owner, epoch AS Epoch, expires_at AS ExpiresAt FROM leases WHERE name=@name", Parameters(("name", name))).FirstOrDefault();
        bool own = row is not null && string.Equals(row.Owner, owner, StringComparison.Ordinal);
        if (row is not null && !own && row.ExpiresAt > now)
        {
            return null;
        }

        long epoch = own ? row!.Epoch : (row?.Epoch ?? 0) + 1;
        connection.Execute(
            "INSERT INTO leases(name,owner,epoch,expires_at) VALUES(@name,@owner,@epoch,@expiresAt) ON CONFLICT(name) DO UPDATE SET owner=excluded.owner, epoch=excluded.epoch, expires_at=excluded.expires_at",
            Parameters(("name", name), ("owner", owner), ("epoch", epoch), ("expiresAt", expiresAt)));
        return new StateLease(name, owner, epoch, UnixMicros.ToTime(expiresAt));
    }

    /// <summary>The row stays, expired, so that its epoch goes on rising.</summary>
    internal static bool Release(SqliteConnection connection, StateLease lease) =>
        connection.Execute(
            "UPDATE leases SET expires_at=0 WHERE name=@name AND owner=@owner AND epoch=@epoch",
            Parameters(("name", lease.Name), ("owner", lease.Owner), ("epoch", lease.Epoch))) > 0;

    private static void Apply(SqliteConnection connection, StateText text, StateChange change, long now)
    {
        switch (change.Kind)
        {
            case StateChangeKind.Put:
                connection.Execute(
                    "INSERT INTO state(kind,id,version,value,updated_at) VALUES(@kind,@id,1,@value,@now) ON CONFLICT(kind,id) DO UPDATE SET version=version+1, value=excluded.value, updated_at=excluded.updated_at",
                    Parameters(("kind", change.Target), ("id", text.Id(change.Target, change.Id!)), ("value", text.Value(change.Target, change.Id!, change.Value!)), ("now", now)));
                break;
            case StateChangeKind.Delete:
                connection.Execute("DELETE FROM state WHERE kind=@kind AND id=@id", Parameters(("kind", change.Target), ("id", text.Id(change.Target, change.Id!))));
                break;
            case StateChangeKind.Append:
                // The id is a part of what an encrypted value is bound to, so it comes first.
                long id = connection.ExecuteScalar<long>("INSERT INTO state_log(log,value,at) VALUES(@log,'',@now) RETURNING id", Parameters(("log", change.Target), ("now", now)));
                connection.Execute("UPDATE state_log SET value=@value WHERE id=@id", Parameters(("id", id), ("value", text.LogValue(change.Target, id, change.Value!))));
                break;
            case StateChangeKind.Trim:
                connection.Execute("DELETE FROM state_log WHERE log=@log AND id<=@through", Parameters(("log", change.Target), ("through", change.ExpectedVersion)));
                break;
        }
    }

    // Named by hand: anonymous types as parameters break in trimmed applications.
    private static DynamicParameters Parameters(params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var parameters = new DynamicParameters();
        foreach (var (name, value) in values)
        {
            parameters.Add(name, value);
        }

        return parameters;
    }

    private sealed class StateRow
    {
        public byte[] Id { get; set; } = [];

        public long Version { get; set; }

        public byte[] Value { get; set; } = [];

        public long UpdatedAt { get; set; }
    }

    private sealed class LogRow
    {
        public long Id { get; set; }

        public byte[] Value { get; set; } = [];

        public long At { get; set; }
    }

    private sealed class LeaseRow
    {
        public string Owner { get; set; } = string.Empty;

        public long Epoch { get; set; }

        public long ExpiresAt { get; set; }
    }
}
