using System.Diagnostics.CodeAnalysis;
using Dapper;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>Says what a store holds, from the directory and the catalogue alone: no block is read.</summary>
internal static class StoreDescriber
{
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(NameRow))]
    internal static StoreDescription Describe(RawConnection connection, Snapshot snapshot, SqliteConnector connector)
    {
        long records = -connection.Scalar("SELECT count(*) FROM dead");
        long oldest = long.MaxValue;
        long newest = long.MinValue;
        foreach (JournalRow row in snapshot.Rows)
        {
            records += row.Count;
            oldest = Math.Min(oldest, row.MinTime);
            newest = Math.Max(newest, row.MaxTime);
        }

        foreach (SegmentEntry segment in snapshot.Segments)
        {
            records += segment.Count;
            oldest = Math.Min(oldest, segment.MinTime);
            newest = Math.Max(newest, segment.MaxTime);
        }

        bool empty = snapshot.Rows.Count + snapshot.Segments.Count == 0;
        return new StoreDescription
        {
            Records = records,
            LastId = snapshot.NextId - 1,
            Sessions = connection.Scalar("SELECT count(*) FROM sessions"),
            Oldest = empty ? null : UnixMicros.ToTime(oldest),
            Newest = empty ? null : UnixMicros.ToTime(newest),
            Metrics = [.. connection.Connection.Query<NameRow>("SELECT category AS Category, name AS Name FROM names ORDER BY category, name").Select(row => KeyValuePair.Create((MetricCategory)row.Category, row.Name))],
            RollupRecords = snapshot.Rollups.Sum(static rollup => rollup.Records),
            OldestRollup = snapshot.Rollups.Count == 0 ? null : UnixMicros.ToTime(snapshot.Rollups.Min(static rollup => rollup.MinTime)),
            FileBytes = connector.FileBytes(),
            IsCompressed = PropertyTable.IsCompressed(connection),
            IsEncrypted = PropertyTable.FindLookupKey(connection) is not null,
            SchemaVersion = (int)connection.Scalar("PRAGMA user_version"),
            EngineVersion = SQLitePCL.raw.sqlite3_libversion().utf8_to_string(),
        };
    }

    private sealed class NameRow
    {
        public long Category { get; set; }

        public string Name { get; set; } = string.Empty;
    }
}
