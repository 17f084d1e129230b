using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Scanning;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Execution.Reading;

/// <summary>Makes records of a group's rows, with the names and sessions of the snapshot it belongs to. All columns are decoded when the first record is made.</summary>
internal sealed class GroupRecords(RowGroup group)
{
    private readonly IReadOnlyList<MetricName> _names = group.Names;
    private readonly IReadOnlyList<SessionInfo> _sessions = group.Sessions;
    private DecodedBlock? _block;

    internal MetricRecord Materialise(int row)
    {
        DecodedBlock block = _block ??= group.Decode();
        MetricName name = _names[group.NameCodes is { } codes ? codes[row] : 0];
        int code = group.SessionCodes is { } sessions ? sessions[row] : -1;
        SessionInfo? session = code < 0 ? null : _sessions[code];
        return new MetricRecord
        {
            Id = group.Ids[row],
            Timestamp = UnixMicros.ToTime(group.Times[row]),
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
