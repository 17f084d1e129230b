using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Segments;

/// <summary>
/// Decodes the body of a column into pooled arrays, all rows of it or only some. What does not fit throws <see cref="CodecException"/>.
/// </summary>
internal ref struct BodyReader
{
    private readonly int _count;
    private readonly PooledArrays _pool;
    private readonly Determinant? _sessions;
    private readonly int[]? _rows;
    private ByteReader _reader;

    /// <param name="body">The body.</param>
    /// <param name="count">How many rows the column has.</param>
    /// <param name="pool">Where arrays come from.</param>
    /// <param name="sessions">The sessions of the rows that are read, on which texts may depend.</param>
    /// <param name="rows">The rows to read, at least one, in any order; null for all.</param>
    internal BodyReader(ReadOnlySpan<byte> body, int count, PooledArrays pool, Determinant? sessions, int[]? rows)
    {
        _reader = new ByteReader(body);
        _count = count;
        _pool = pool;
        _sessions = sessions;
        _rows = rows;
    }

    private delegate void Decoder<T>(ref ByteReader reader, Span<T> values);

    private delegate void RowDecoder<T>(ref ByteReader reader, int count, ReadOnlySpan<int> rows, Span<T> values);

    internal readonly bool IsAtEnd => _reader.Remaining == 0;

    /// <summary>All bytes that are left.</summary>
    internal ReadOnlySpan<byte> Rest() => _reader.ReadBytes(_reader.Remaining);

    internal static long[] Longs(ref BodyReader body) => body.Column<long>(null, body._count, 0, LongColumn.Decode, LongColumn.DecodeAt);

    internal static DecodedNumbers<long> SparseLongs(ref BodyReader body)
    {
        bool[]? present = body.Presence(out int presentCount);
        long[] values = body.Column<long>(present, presentCount, 0, LongColumn.Decode, LongColumn.DecodeAt);
        return new DecodedNumbers<long>(string.Empty, values, body.Chosen(present));
    }

    internal static DecodedText Text(ref BodyReader body)
    {
        bool[]? present = body.Presence(out int presentCount);
        int distinct = body._reader.ReadCount(SegmentFormat.MaxRows);
        string[] dictionary = new string[distinct == 0 ? presentCount : distinct];
        TextColumn.Decode(ref body._reader, dictionary, TextLimits.MaxValueBytes);
        int[] codes = distinct == 0
            ? body.Column<int>(present, presentCount, -1, Count, static (ref _, _, rows, codes) => rows.CopyTo(codes))
            : body.Codes(present, presentCount, distinct, present is null ? body._sessions : null);
        return new DecodedText(dictionary, codes);
    }

    internal static DecodedResidual Residual(ref BodyReader body)
    {
        ref ByteReader reader = ref body._reader;
        int entries = reader.ReadCount(body._count * (MetricLimits.MaxAttributes + MetricLimits.MaxMeasurements));
        string[] names = new string[reader.ReadCount(entries)];
        TextColumn.Decode(ref reader, names, TextLimits.MaxValueBytes);
        long[] rows = new long[entries];
        LongColumn.Decode(ref reader, rows);
        int[] codes = new int[entries];
        CodeColumn.Decode(ref reader, Math.Max(names.Length, 1), codes);
        var values = new AttributeValue[entries];
        MixedColumnBuilder.DecodeValues(ref reader, values);
        long last = 0;
        foreach (long row in rows)
        {
            last = row >= last && row < body._count ? row : throw new CodecException("rows of the residual column are out of order.");
        }

        return new DecodedResidual(rows, names, codes, values);
    }

    internal int[] Codes(int distinct)
    {
        bool[]? present = Presence(out int presentCount);
        return Codes(present, presentCount, distinct, null);
    }

    internal DecodedNumbers<double> Doubles(string name)
    {
        bool[]? present = Presence(out int presentCount);
        double[] values = Column<double>(present, presentCount, 0, DoubleColumn.Decode, DoubleColumn.DecodeAt);
        return new DecodedNumbers<double>(name, values, Chosen(present));
    }

    internal DecodedAttribute Attribute(string name)
    {
        var form = (AttributeForm)_reader.ReadByte();
        switch (form)
        {
            case AttributeForm.Text or AttributeForm.Json:
                return new DecodedAttribute(name, form, Text(ref this), null, null);
            case AttributeForm.Number or AttributeForm.Boolean:
                return new DecodedAttribute(name, form, null, Doubles(name), null);
            case AttributeForm.Mixed:
                bool[]? present = Presence(out int presentCount);
                var values = new AttributeValue[_count];
                MixedColumnBuilder.DecodeValues(ref _reader, values.AsSpan(0, presentCount));
                Spread(values, present, presentCount, default);
                return new DecodedAttribute(name, form, null, null, _rows is null ? values : Gathering.Take<AttributeValue>(values, _rows));
            default:
                throw new CodecException($"an attribute column has the unknown form {(byte)form}.");
        }
    }

    /// <summary>Null if every row is present.</summary>
    private bool[]? Presence(out int presentCount)
    {
        if (PresenceColumn.TryReadAll(ref _reader, _count))
        {
            presentCount = _count;
            return null;
        }

        bool[] present = _pool.Rent<bool>(_count);
        presentCount = PresenceColumn.Decode(ref _reader, present.AsSpan(0, _count));
        return presentCount == _count ? null : present;
    }

    /// <summary>The presence of the rows that are read.</summary>
    private readonly bool[]? Chosen(bool[]? present) => present is null || _rows is null ? present : Gathering.Take<bool>(present, _rows);

    private int[] Codes(bool[]? present, int presentCount, int distinct, Determinant? determinant) => Column<int>(
        present,
        presentCount,
        -1,
        (ref reader, codes) => CodeColumn.Decode(ref reader, distinct, codes, determinant),
        (ref reader, count, rows, codes) => CodeColumn.DecodeAt(ref reader, count, distinct, rows, codes, determinant));

    /// <summary>Reads the values that are present, and puts them where they belong.</summary>
    private T[] Column<T>(bool[]? present, int presentCount, T absent, Decoder<T> decode, RowDecoder<T> decodeAt)
        where T : unmanaged
    {
        T[] values = _pool.Rent<T>(_rows?.Length ?? _count);
        if (_rows is null)
        {
            decode(ref _reader, values.AsSpan(0, presentCount));
            Spread(values.AsSpan(0, _count), present, presentCount, absent);
        }
        else if (present is null)
        {
            decodeAt(ref _reader, _count, _rows, values);
        }
        else
        {
            // Where a row's value lies hangs on all the rows before it.
            using Scratch<T> all = new(_count);
            decode(ref _reader, all.Span[..presentCount]);
            Spread(all.Span, present, presentCount, absent);
            Gathering.Take<T>(all.Span, _rows, values);
        }

        return values;
    }

    private static void Count(ref ByteReader reader, Span<int> codes)
    {
        for (int i = 0; i < codes.Length; i++)
        {
            codes[i] = i;
        }
    }

    /// <summary>Moves dense values to their rows, from the back, where nothing is overwritten before it was moved.</summary>
    private static void Spread<T>(Span<T> values, bool[]? present, int presentCount, T absent)
    {
        if (present is null)
        {
            return;
        }

        int next = presentCount;
        for (int i = values.Length - 1; i >= 0; i--)
        {
            values[i] = present[i] ? values[--next] : absent;
        }
    }
}
