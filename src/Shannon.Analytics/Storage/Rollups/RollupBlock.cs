using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage.Rollups;

/// <summary>
/// What stays of records when only their numbers matter: for each metric and quarter of an hour, or hour, how many records there were, and for each
/// measurement its moments and its <see cref="ValueSketch"/>. Entries are ordered by (metric, time). Immutable; sketches are decoded when asked for.
/// </summary>
internal sealed class RollupBlock
{
    /// <summary>Most entries of a block, and most values that one may count.</summary>
    internal const int MaxEntries = 1 << 20;

    /// <summary>Most measurements that a block covers.</summary>
    internal const int MaxColumns = 4 * MetricLimits.MaxMeasurements;

    /// <summary>How fine it is.</summary>
    internal required RollupLevel Level { get; init; }

    /// <summary>The length of an entry in microseconds.</summary>
    internal long Width => WidthOf(Level);

    /// <summary>Entries of the metric at index i of the owner's names are those from i on to before i + 1.</summary>
    internal required int[] NameStarts { get; init; }

    /// <summary>Where each entry's quarter of an hour, or hour, starts, in microseconds.</summary>
    internal required long[] Starts { get; init; }

    /// <summary>How many records each entry stands for, with and without values.</summary>
    internal required long[] Records { get; init; }

    /// <summary>The measurements it covers. Of others it says nothing, not that they do not occur.</summary>
    internal required IReadOnlyList<RollupColumn> Columns { get; init; }

    internal int Count => Starts.Length;

    internal static long WidthOf(RollupLevel level) => (level == RollupLevel.Hours ? 3600 : 900) * UnixMicros.PerSecond;

    /// <summary>Null if the measurement is not covered.</summary>
    internal RollupColumn? Find(string measurement)
    {
        foreach (RollupColumn column in Columns)
        {
            if (string.Equals(column.Name, measurement, StringComparison.Ordinal))
            {
                return column;
            }
        }

        return null;
    }

    /// <summary>Reads what <see cref="RollupBuilder"/> wrote.</summary>
    /// <exception cref="CodecException">The bytes are no rollup.</exception>
    internal static RollupBlock Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        var level = (RollupLevel)reader.ReadByte();
        if (level is not RollupLevel.Quarters and not RollupLevel.Hours)
        {
            throw new CodecException("A rollup has an unknown level.");
        }

        long width = WidthOf(level);
        int[] nameStarts = new int[reader.ReadCount(MaxEntries) + 1];
        for (int i = 1; i < nameStarts.Length; i++)
        {
            nameStarts[i] = nameStarts[i - 1] + reader.ReadCount(MaxEntries - nameStarts[i - 1]);
        }

        long[] starts = new long[nameStarts[^1]];
        long[] records = new long[starts.Length];
        LongColumn.Decode(ref reader, starts);
        LongColumn.Decode(ref reader, records);
        for (int i = 0; i < starts.Length; i++)
        {
            if (starts[i] < UnixMicros.Min / width || starts[i] > UnixMicros.Max / width || records[i] < 1)
            {
                throw new CodecException("A rollup has an entry outside of time, or without records.");
            }

            starts[i] *= width;
        }

        var columns = new RollupColumn[reader.ReadCount(MaxColumns)];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = RollupColumn.Decode(ref reader, starts.Length);
        }

        return reader.Remaining == 0
            ? new RollupBlock { Level = level, NameStarts = nameStarts, Starts = starts, Records = records, Columns = columns }
            : throw new CodecException("Bytes are left over behind a rollup.");
    }
}
