using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Scanning;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>A journal block as rows to scan. Blocks are decoded whole, and the store remembers some: disposal only lets go of this one.</summary>
internal sealed class JournalRowGroup(Snapshot snapshot, JournalRow row) : RowGroup
{
    private DecodedBlock? _block;
    private MetricName[]? _names;
    private SessionInfo[]? _sessions;
    private long[]? _ids;

    internal override int Count => row.Count;

    internal override long MinTime => row.MinTime;

    internal override long MaxTime => row.MaxTime;

    internal override long MinId => row.FirstId;

    internal override long MaxId => row.FirstId + row.Count - 1;

    // Callers' own timestamps are stored as they come.
    internal override bool IsTimeOrdered => false;

    internal override bool KnowsNames => false;

    internal override IReadOnlyList<MetricName> Names => _names ??= snapshot.NamesOf(Block.Ids.Names);

    internal override long[] SessionIds => Block.Ids.Sessions;

    internal override IReadOnlyList<SessionInfo> Sessions => _sessions ??= snapshot.SessionsOf(Block.Ids.Sessions);

    internal override long[] Times => Block.Times;

    internal override long[] Ids => _ids ??= MakeIds();

    internal override int[]? NameCodes => Block.Ids.Names.Length == 1 ? null : Block.NameCodes;

    internal override int[]? SessionCodes => Block.Ids.Sessions.Length == 0 ? null : Block.SessionCodes;

    internal override DecodedText? Users => Block.Users;

    internal override DecodedText? Projects => Block.Projects;

    internal override DecodedText? Models => Block.Models;

    internal override DecodedNumbers<long>? Costs => Block.Costs;

    internal override DecodedText? Keys => Block.Keys;

    internal override DecodedNumbers<long>? Ranks => Block.Ranks;

    internal override DecodedNumbers<long>? Replaced => snapshot.Dead.AddReplaced(null, Keys, Ids, Count);

    internal override IReadOnlyCollection<string> MeasurementNames => Block.MeasurementNames;

    internal override IReadOnlyCollection<string> AttributeNames => Block.AttributeNames;

    internal override IEnumerable<string> MeasurementColumns => Block.Measurements.Select(column => column.Name);

    internal override IEnumerable<string> AttributeColumns => Block.Attributes.Select(column => column.Name);

    internal override DecodedResidual? Residual => Block.Residual;

    private DecodedBlock Block => _block ??= snapshot.Load(row);

    internal override bool MayHoldSession(long sessionId) => Block.Ids.Sessions.AsSpan().Contains(sessionId);

    internal override DecodedNumbers<double>? Measurement(string name) => Block.MeasurementColumn(name);

    internal override DecodedAttribute? Attribute(string name) => Block.AttributeColumn(name);

    internal override int[]? DeadRows(long asOfId)
    {
        DeadRecords dead = snapshot.Dead;
        var (start, end) = dead.Between(MinId, MaxId);
        List<int>? rows = null;
        for (int i = start; i < end; i++)
        {
            if (dead.ReplacedBy[i] <= asOfId)
            {
                (rows ??= []).Add((int)(dead.Ids[i] - row.FirstId));
            }
        }

        return rows?.ToArray();
    }

    internal override DecodedBlock Decode() => Block;

    public override void Dispose() => (_block, _names, _sessions, _ids) = (null, null, null, null);

    private long[] MakeIds()
    {
        long[] ids = new long[row.Count];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = row.FirstId + i;
        }

        return ids;
    }
}
