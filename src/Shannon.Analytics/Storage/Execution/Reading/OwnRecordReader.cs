using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Scanning;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Execution.Reading;

/// <summary>Finds records by their ids and gives them as they were stored, with nothing of their session filled in, so that they can be stored again.</summary>
internal static class OwnRecordReader
{
    /// <returns>The records that count in the snapshot; those that were replaced or deleted are missing.</returns>
    internal static Dictionary<long, RawMetric> Read(Snapshot snapshot, IReadOnlySet<long> ids, CancellationToken cancellationToken)
    {
        long[] sorted = [.. ids.Order()];
        var found = new Dictionary<long, RawMetric>(sorted.Length);
        foreach (RowGroup group in snapshot.Groups)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (MayHold(group, sorted))
            {
                Take(group, ids, found);
            }

            group.Dispose();
        }

        return found;
    }

    private static bool MayHold(RowGroup group, long[] sorted)
    {
        int place = Array.BinarySearch(sorted, group.MinId);
        place = place < 0 ? ~place : place;
        return group.Count > 0 && place < sorted.Length && sorted[place] <= group.MaxId;
    }

    private static void Take(RowGroup group, IReadOnlySet<long> ids, Dictionary<long, RawMetric> found)
    {
        int[]? dead = group.DeadRows(long.MaxValue);
        DecodedBlock? block = null;
        for (int row = 0; row < group.Count; row++)
        {
            long id = group.Ids[row];
            if (ids.Contains(id) && (dead is null || Array.BinarySearch(dead, row) < 0))
            {
                found[id] = Make(block ??= group.Decode(), group, row);
            }
        }
    }

    private static RawMetric Make(DecodedBlock block, RowGroup group, int row)
    {
        MetricName name = group.Names[block.NameCodes[row]];
        int session = block.SessionCodes[row];
        return new RawMetric(name.Category, name.Name)
        {
            Timestamp = UnixMicros.ToTime(block.Times[row]),
            SessionId = session < 0 ? null : group.Sessions[session].Session,
            UserId = block.Users?.At(row),
            Project = block.Projects?.At(row),
            Model = block.Models?.At(row),
            Cost = block.Costs is { } costs && costs.Has(row) ? NanoCost.ToDollars(costs.Values[row]) : null,
            Key = block.Keys?.At(row) is { } key ? new RecordKey(key, block.Ranks?.Values[row] ?? 0) : null,
            Measurements = block.MeasurementsAt(row),
            Attributes = block.AttributesAt(row),
        };
    }
}
