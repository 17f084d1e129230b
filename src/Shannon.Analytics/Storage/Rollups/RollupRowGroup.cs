using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Scanning;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Rollups;

/// <summary>Rollups that outlived their records: no rows to scan, but answers where only their numbers matter. Exact queries pass it over.</summary>
/// <param name="names">The metrics of the rollups.</param>
/// <param name="minTime">Where the first entry starts.</param>
/// <param name="maxTime">The last moment of the last entry.</param>
/// <param name="rollups">Reads the rollup of a level; null if there is none.</param>
/// <param name="levels">The levels there are.</param>
internal sealed class RollupRowGroup(IReadOnlyList<MetricName> names, long minTime, long maxTime, IReadOnlyCollection<RollupLevel> levels, Func<RollupLevel, RollupBlock> rollups) : RowGroup
{
    internal override int Count => 0;

    internal override long MinTime => minTime;

    internal override long MaxTime => maxTime;

    internal override long MinId => 0;

    internal override long MaxId => 0;

    internal override bool IsTimeOrdered => true;

    internal override IReadOnlyList<MetricName> Names => names;

    internal override long[] SessionIds => [];

    internal override IReadOnlyList<SessionInfo> Sessions => [];

    internal override long[] Times => [];

    internal override long[] Ids => [];

    internal override int[]? NameCodes => null;

    internal override int[]? SessionCodes => null;

    internal override DecodedText? Users => null;

    internal override DecodedText? Projects => null;

    internal override DecodedText? Models => null;

    internal override DecodedNumbers<long>? Costs => null;

    internal override IReadOnlyCollection<string> MeasurementNames => [];

    internal override IReadOnlyCollection<string> AttributeNames => [];

    internal override bool MayHoldSession(long sessionId) => false;

    internal override DecodedNumbers<double>? Measurement(string name) => null;

    internal override DecodedAttribute? Attribute(string name) => null;

    internal override bool HasRollup(RollupLevel level) => levels.Contains(level);

    internal override RollupBlock? Rollup(RollupLevel level) => HasRollup(level) ? rollups(level) : null;

    internal override int[]? DeadRows(long asOfId) => null;

    internal override DecodedBlock Decode() => throw new InvalidOperationException("A rollup has no records.");

    public override void Dispose()
    {
    }
}
