using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Segments;

/// <summary>
/// What a segment says of itself: metrics, sessions and columns. Rows are ordered by (metric, time, id), so each metric's rows lie together.
/// Immutable.
/// </summary>
internal sealed class SegmentHeader
{
    private const int MaxNameBytes = TextLimits.MaxValueBytes;

    /// <summary>Metric name ids in the order of their rows.</summary>
    internal required long[] NameIds { get; init; }

    /// <summary>Where each metric's rows begin, and at last the count of all rows.</summary>
    internal required int[] NameStarts { get; init; }

    /// <summary>The ids of the sessions that occur, rising.</summary>
    internal required long[] SessionIds { get; init; }

    /// <summary>The columns; the BLOB of the column at index i has the ordinal i + 1.</summary>
    internal required IReadOnlyList<SegmentColumn> Columns { get; init; }

    internal int Count => NameStarts[^1];

    /// <summary>About how much memory it takes.</summary>
    internal long Bytes => 256 + (NameIds.Length * 12L) + (SessionIds.Length * 8L) + (Columns.Count * 160L);

    /// <summary>The column's index, or -1.</summary>
    internal int Find(SegmentColumnKind kind, string name = "")
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Kind == kind && string.Equals(Columns[i].Name, name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    internal bool HoldsSession(long sessionId) => Array.BinarySearch(SessionIds, sessionId) >= 0;

    internal void Encode(ByteWriter writer)
    {
        writer.WriteVarUInt((ulong)NameIds.Length);
        LongColumn.Encode(NameIds, writer);
        for (int i = 0; i < NameIds.Length; i++)
        {
            writer.WriteVarUInt((ulong)(NameStarts[i + 1] - NameStarts[i]));
        }

        writer.WriteVarUInt((ulong)SessionIds.Length);
        LongColumn.Encode(SessionIds, writer);
        writer.WriteVarUInt((ulong)Columns.Count);
        TextColumn.Encode([.. Columns.Select(column => column.Name)], writer);
        foreach (SegmentColumn column in Columns)
        {
            writer.WriteByte((byte)column.Kind);
            writer.WriteByte((byte)column.Form);
            writer.WriteVarUInt((ulong)column.Bytes);
            writer.WriteVarUInt((ulong)column.Present);
            writer.WriteByte(double.IsNaN(column.Min) ? (byte)0 : (byte)1);
            if (!double.IsNaN(column.Min))
            {
                writer.WriteUInt64(BitConverter.DoubleToUInt64Bits(column.Min));
                writer.WriteUInt64(BitConverter.DoubleToUInt64Bits(column.Max));
            }
        }
    }

    /// <exception cref="CodecException">The bytes are no header.</exception>
    internal static SegmentHeader Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        long[] names = new long[reader.ReadCount(SegmentFormat.MaxRows)];
        LongColumn.Decode(ref reader, names);
        int[] starts = new int[names.Length + 1];
        for (int i = 0; i < names.Length; i++)
        {
            starts[i + 1] = starts[i] + reader.ReadCount(SegmentFormat.MaxRows - starts[i]);
        }

        long[] sessions = new long[reader.ReadCount(SegmentFormat.MaxRows)];
        LongColumn.Decode(ref reader, sessions);
        string[] columnNames = new string[reader.ReadCount(SegmentFormat.MaxColumns)];
        TextColumn.Decode(ref reader, columnNames, MaxNameBytes);
        var columns = new SegmentColumn[columnNames.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            var kind = (SegmentColumnKind)reader.ReadByte();
            var form = (AttributeForm)reader.ReadByte();
            int size = reader.ReadCount(int.MaxValue);
            int present = reader.ReadCount(starts[^1]);
            (double min, double max) = (double.NaN, double.NaN);
            if (reader.ReadByte() != 0)
            {
                min = BitConverter.UInt64BitsToDouble(reader.ReadUInt64());
                max = BitConverter.UInt64BitsToDouble(reader.ReadUInt64());
            }

            columns[i] = new SegmentColumn(kind, form, columnNames[i], size, present, min, max);
        }

        return reader.Remaining == 0
            ? new SegmentHeader { NameIds = names, NameStarts = starts, SessionIds = sessions, Columns = columns }
            : throw new CodecException("bytes are left over behind the header.");
    }
}
