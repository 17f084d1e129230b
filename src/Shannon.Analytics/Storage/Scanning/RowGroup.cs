using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Rollups;

namespace Shannon.Analytics.Storage.Scanning;

/// <summary>
/// Rows that are stored together, a journal block or a segment, with their columns decoded on demand. What the directory knows
/// (count, times, ids, names, size) costs nothing; a column costs its decoding, once. Several groups of one snapshot may be used by several threads.
/// </summary>
internal abstract class RowGroup : RowColumns
{
    internal abstract long MinTime { get; }

    internal abstract long MaxTime { get; }

    /// <summary>The least id.</summary>
    internal abstract long MinId { get; }

    internal abstract long MaxId { get; }

    /// <summary>True if rows are ordered by (time, id).</summary>
    internal abstract bool IsTimeOrdered { get; }

    /// <summary>Whether <see cref="RowColumns.Names"/> and sessions are known without decoding.</summary>
    internal virtual bool KnowsNames => true;

    /// <summary>Where rows are grouped by metric: where the rows of each of <see cref="RowColumns.Names"/> begin, and at last the count. Empty where they are not.</summary>
    internal virtual ReadOnlySpan<int> NameStarts => default;

    /// <summary>False if the session surely does not occur; known without decoding.</summary>
    internal abstract bool MayHoldSession(long sessionId);

    /// <summary>The ids of the sessions that occur; at the same positions as in <see cref="RowColumns.Sessions"/>.</summary>
    internal abstract long[] SessionIds { get; }

    /// <summary>The names of measurements that occur.</summary>
    internal abstract IReadOnlyCollection<string> MeasurementNames { get; }

    /// <summary>The names of attributes that occur.</summary>
    internal abstract IReadOnlyCollection<string> AttributeNames { get; }

    /// <summary>A measurement, or the records' cost in dollars by the name <c>cost</c> where no measurement has that name. Null if no row has it.</summary>
    internal DecodedNumbers<double>? Value(string name) => Measurement(name) ?? (name == FieldNames.Cost ? CostsInDollars() : null);

    /// <summary>The least and greatest value of a measurement, if that is known without decoding.</summary>
    internal virtual (double Min, double Max)? RangeOf(string measurement) => null;

    /// <summary>The id of the record that a row took the place of, where the group itself keeps it.</summary>
    internal virtual long? ReplacedBy(int row) => null;

    /// <summary>Whether there is a rollup of a level; known from the directory and headers.</summary>
    internal virtual bool HasRollup(RollupLevel level) => false;

    /// <summary>What stands for the rows where only their numbers matter; null if there is none. A rollup that outlived its records has no rows.</summary>
    internal virtual RollupBlock? Rollup(RollupLevel level) => null;

    /// <summary>The rows that do not count in this snapshot (replaced or erased), by rising row number; null for none.</summary>
    internal abstract int[]? DeadRows(long asOfId);

    /// <summary>Some rows alone; where they are few, their values are decoded without those of the others.</summary>
    /// <param name="rows">At least one, in any order.</param>
    internal virtual RowColumns Only(int[] rows) => new SelectedRows(this, rows);

    /// <summary>All columns at once, for reading whole records; the row order is the same.</summary>
    internal abstract DecodedBlock Decode();

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
