using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Scanning;

namespace Shannon.Analytics.Storage.Rollups;

/// <summary>Makes rollups of records that are about to go, covering all of their measurements and their costs. Reusable; not thread-safe.</summary>
internal sealed class RollupFolder : IDisposable
{
    private readonly RollupBuilder _builder = new(RollupLevel.Quarters);
    private readonly ByteWriter _writer = new();

    public void Dispose()
    {
        _builder.Dispose();
        _writer.Dispose();
    }

    /// <summary>Rolls up some rows of a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="rows">The rows; comes back ordered by metric and time.</param>
    internal RollupPart Fold(DecodedBlock block, int[] rows)
    {
        Array.Sort(rows, (a, b) => (block.NameCodes[a], block.Times[a]).CompareTo((block.NameCodes[b], block.Times[b])));
        int[] starts = new int[block.Ids.Names.Length + 1];
        foreach (int row in rows)
        {
            starts[block.NameCodes[row] + 1]++;
        }

        for (int i = 1; i < starts.Length; i++)
        {
            starts[i] += starts[i - 1];
        }

        RollupBlock rollup = Build(starts, Array.ConvertAll(rows, row => block.Times[row]), rows, block.MeasurementNames, block.MeasurementColumn, block.Costs);
        long[] sessions = [.. rows.Select(row => block.SessionCodes[row]).Where(code => code >= 0).Distinct().Select(code => block.Ids.Sessions[code])];
        string[] users = block.Users is { } texts ? [.. rows.Select(texts.At).OfType<string>()] : [];
        return new RollupPart(rollup, HeaderOf(block.Ids.Names, sessions, users));
    }

    /// <summary>Rolls up all rows of a group that is ordered by metric and time, none of them dead; takes the group's own rollup if it says everything.</summary>
    /// <param name="group">The rows.</param>
    /// <param name="nameIds">The ids of its metrics.</param>
    internal RollupPart Fold(RowGroup group, long[] nameIds)
    {
        RollupBlock rollup = group.Rollup(RollupLevel.Quarters) is { } own && IsComplete(own, group)
            ? own
            : Build(group.NameStarts.ToArray(), group.Times.AsSpan(0, group.Count).ToArray(), null, group.MeasurementNames, group.Measurement, group.Costs);
        return new RollupPart(rollup, HeaderOf(nameIds, group.SessionIds, group.Users?.Dictionary ?? []));
    }

    private static RollupHeader HeaderOf(long[] nameIds, IEnumerable<long> sessions, IEnumerable<string> users) => new()
    {
        NameIds = nameIds,
        SessionIds = [.. sessions.Distinct().Order()],
        Users = [.. users.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
    };

    // A rollup made while the records were there leaves out rare measurements, and costs where a measurement has their name.
    private static bool IsComplete(RollupBlock rollup, RowGroup group) =>
        group.MeasurementNames.All(name => rollup.Find(name) is not null)
        && (group.Costs is null || (rollup.Find(FieldNames.Cost) is not null && !group.MeasurementNames.Contains(FieldNames.Cost, StringComparer.Ordinal)));

    private RollupBlock Build(
        int[] nameStarts, long[] times, int[]? rows, IReadOnlyCollection<string> names, Func<string, DecodedNumbers<double>?> columnOf, DecodedNumbers<long>? costs)
    {
        _builder.Begin(nameStarts, times);
        double[] values = new double[times.Length];
        bool[] present = new bool[times.Length];
        IEnumerable<string> all = costs is null ? names : names.Append(FieldNames.Cost);
        foreach (string name in all.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            DecodedNumbers<double>? column = columnOf(name);
            DecodedNumbers<long>? dollars = name == FieldNames.Cost ? costs : null;
            bool any = false;
            for (int i = 0; i < values.Length; i++)
            {
                int row = rows is null ? i : rows[i];
                bool own = column?.Has(row) == true;
                present[i] = own || dollars?.Has(row) == true;
                values[i] = own ? column!.Values[row] : present[i] ? dollars!.Values[row] / 1e9 : 0;
                any |= present[i];
            }

            if (any)
            {
                _builder.Add(name, values, present);
            }
        }

        _writer.Reset();
        _builder.Encode(_writer);
        return RollupBlock.Decode(_writer.WrittenSpan);
    }
}
