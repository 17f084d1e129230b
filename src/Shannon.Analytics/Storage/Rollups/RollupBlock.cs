using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage.Rollups;

/// <summary>
/// What stays of records when only their numbers matter: for each metric and quarter of an hour how many records there were, and for each measurement
/// its moments and its <see cref="ValueSketch"/>. Entries are ordered by (metric, time). Immutable; sketches are decoded when asked for.
/// </summary>
internal sealed class RollupBlock
{
    /// <summary>The length of a base bucket in microseconds: the offset of every time zone in use is a multiple of it.</summary>
    internal const long BaseWidth = 900 * UnixMicros.PerSecond;

    /// <summary>Most entries of a block, and most values that one may count.</summary>
    internal const int MaxEntries = 1 << 20;

    /// <summary>Most measurements that a block covers.</summary>
    internal const int MaxColumns = 4 * MetricLimits.MaxMeasurements;

    /// <summary>Entries of the metric at index i of the owner's names are those from i on to before i + 1.</summary>
    internal required int[] NameStarts { get; init; }

    /// <summary>Where each entry's quarter of an hour starts, in microseconds.</summary>
    internal required long[] Starts { get; init; }

    /// <summary>How many records each entry stands for, with and without values.</summary>
    internal required long[] Records { get; init; }

    /// <summary>The measurements it covers. Of others it says nothing, not that they do not occur.</summary>
    internal required IReadOnlyList<RollupColumn> Columns { get; init; }

    internal int Count => Starts.Length;

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
            if (starts[i] < UnixMicros.Min / BaseWidth || starts[i] > UnixMicros.Max / BaseWidth || records[i] < 1)
            {
                throw new CodecException("A rollup has an entry outside of time, or without records.");
            }

            starts[i] *= BaseWidth;
        }

        var columns = new RollupColumn[reader.ReadCount(MaxColumns)];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = RollupColumn.Decode(ref reader, starts.Length);
        }

        return reader.Remaining == 0
            ? new RollupBlock { NameStarts = nameStarts, Starts = starts, Records = records, Columns = columns }
            : throw new CodecException("Bytes are left over behind a rollup.");
    }
}
