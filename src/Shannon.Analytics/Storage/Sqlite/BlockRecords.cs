using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>Makes records of a block's rows, with the names and sessions of the snapshot it was read in.</summary>
internal sealed class BlockRecords(DecodedBlock block, IReadOnlyList<MetricName> names, IReadOnlyList<SessionInfo> sessions)
{
    internal MetricRecord Materialise(int row)
    {
        MetricName name = names[block.NameCodes[row]];
        int code = block.SessionCodes[row];
        SessionInfo? session = code < 0 ? null : sessions[code];
        return new MetricRecord
        {
            Id = block.IdAt(row),
            Timestamp = UnixMicros.ToTime(block.Times[row]),
            Category = name.Category,
            Name = name.Name,
            SessionId = session?.Session,
            UserId = block.Users?.At(row) ?? session?.User,
            Project = block.Projects?.At(row) ?? session?.Project,
            Model = block.Models?.At(row) ?? session?.Model,
            Measurements = block.MeasurementsAt(row),
            Attributes = block.AttributesAt(row),
            Cost = block.Costs is { } costs && costs.Has(row) ? NanoCost.ToDollars(costs.Values[row]) : null,
            Key = block.Keys?.At(row) is { } key ? new RecordKey(key, block.Ranks?.Values[row] ?? 0) : null,
        };
    }
}
