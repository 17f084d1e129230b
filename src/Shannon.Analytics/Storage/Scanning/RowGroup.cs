using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Rollups;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Scanning;

/// <summary>
/// Rows that are stored together, a journal block or a segment, with their columns decoded on demand. What the directory knows
/// (count, times, ids, names, size) costs nothing; a column costs its decoding, once. Arrays may be longer than <see cref="Count"/>; what lies
/// behind is undefined. Used by one thread at a time, several groups of one snapshot by several threads; columns are valid until disposal,
/// which gives pooled memory back.
/// </summary>
internal abstract class RowGroup : IDisposable
{
    internal abstract int Count { get; }

    internal abstract long MinTime { get; }

    internal abstract long MaxTime { get; }

    /// <summary>The least id.</summary>
    internal abstract long MinId { get; }

    internal abstract long MaxId { get; }

    /// <summary>True if rows are ordered by (time, id).</summary>
    internal abstract bool IsTimeOrdered { get; }

    /// <summary>The metric names that occur.</summary>
    internal abstract IReadOnlyList<MetricName> Names { get; }

    /// <summary>Whether <see cref="Names"/> and sessions are known without decoding.</summary>
    internal virtual bool KnowsNames => true;

    /// <summary>Where rows are grouped by metric: where the rows of each of <see cref="Names"/> begin, and at last the count. Empty where they are not.</summary>
    internal virtual ReadOnlySpan<int> NameStarts => default;

    /// <summary>False if the session surely does not occur; known without decoding.</summary>
    internal abstract bool MayHoldSession(long sessionId);

    /// <summary>The ids of the sessions that occur; at the same positions as in <see cref="Sessions"/>.</summary>
    internal abstract long[] SessionIds { get; }

    /// <summary>The sessions that occur, with the attributes they have in this snapshot.</summary>
    internal abstract IReadOnlyList<SessionInfo> Sessions { get; }

    internal abstract long[] Times { get; }

    internal abstract long[] Ids { get; }

    /// <summary>Each row's position in <see cref="Names"/>; null when there is but one name.</summary>
    internal abstract int[]? NameCodes { get; }

    /// <summary>Each row's position in <see cref="Sessions"/>, or -1; null when no row has a session.</summary>
    internal abstract int[]? SessionCodes { get; }

    internal abstract DecodedText? Users { get; }

    internal abstract DecodedText? Projects { get; }

    internal abstract DecodedText? Models { get; }

    /// <summary>In nano-dollars.</summary>
    internal abstract DecodedNumbers<long>? Costs { get; }

    /// <summary>The names of measurements that occur.</summary>
    internal abstract IReadOnlyCollection<string> MeasurementNames { get; }

    /// <summary>The names of attributes that occur.</summary>
    internal abstract IReadOnlyCollection<string> AttributeNames { get; }

    /// <summary>Null if no row has the measurement.</summary>
    internal abstract DecodedNumbers<double>? Measurement(string name);

    /// <summary>A measurement, or the records' cost in dollars by the name <c>cost</c> where no measurement has that name. Null if no row has it.</summary>
    internal DecodedNumbers<double>? Value(string name) => Measurement(name) ?? (name == FieldNames.Cost ? CostsInDollars() : null);

    /// <summary>The least and greatest value of a measurement, if that is known without decoding.</summary>
    internal virtual (double Min, double Max)? RangeOf(string measurement) => null;

    /// <summary>Null if no row has the attribute.</summary>
    internal abstract DecodedAttribute? Attribute(string name);

    /// <summary>The id of the record that a row took the place of, where the group itself keeps it.</summary>
    internal virtual long? ReplacedBy(int row) => null;

    /// <summary>Whether there is a rollup of a level; known from the directory and headers.</summary>
    internal virtual bool HasRollup(RollupLevel level) => false;

    /// <summary>What stands for the rows where only their numbers matter; null if there is none. A rollup that outlived its records has no rows.</summary>
    internal virtual RollupBlock? Rollup(RollupLevel level) => null;

    /// <summary>The rows that do not count in this snapshot (replaced or erased), by rising row number; null for none.</summary>
    internal abstract int[]? DeadRows(long asOfId);

    /// <summary>All columns at once, for reading whole records; the row order is the same.</summary>
    internal abstract DecodedBlock Decode();

    public abstract void Dispose();

    private DecodedNumbers<double>? CostsInDollars()
    {
        if (Costs is not { } costs)
        {
            return null;
        }

        double[] dollars = new double[Count];
        for (int i = 0; i < dollars.Length; i++)
        {
            dollars[i] = costs.Values[i] / 1e9;
        }

        return new DecodedNumbers<double>(FieldNames.Cost, dollars, costs.Present);
    }
}
