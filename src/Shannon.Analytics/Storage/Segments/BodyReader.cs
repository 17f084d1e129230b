using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Segments;

/// <summary>Decodes the body of a column into pooled arrays. What does not fit throws <see cref="CodecException"/>.</summary>
internal ref struct BodyReader
{
    private readonly int _count;
    private readonly PooledArrays _pool;
    private ByteReader _reader;

    internal BodyReader(ReadOnlySpan<byte> body, int count, PooledArrays pool)
    {
        _reader = new ByteReader(body);
        _count = count;
        _pool = pool;
    }

    internal readonly bool IsAtEnd => _reader.Remaining == 0;

    internal static long[] Longs(ref BodyReader body)
    {
        long[] values = body._pool.Rent<long>(body._count);
        LongColumn.Decode(ref body._reader, values.AsSpan(0, body._count));
        return values;
    }

    internal static DecodedNumbers<long> SparseLongs(ref BodyReader body)
    {
        bool[]? present = body.Presence(out int presentCount);
        long[] values = body._pool.Rent<long>(body._count);
        LongColumn.Decode(ref body._reader, values.AsSpan(0, presentCount));
        Spread(values, present, body._count, presentCount, 0L);
        return new DecodedNumbers<long>(string.Empty, values, present);
    }

    internal static DecodedText Text(ref BodyReader body)
    {
        bool[]? present = body.Presence(out int presentCount);
        int distinct = body._reader.ReadCount(SegmentFormat.MaxRows);
        string[] dictionary = new string[distinct == 0 ? presentCount : distinct];
        TextColumn.Decode(ref body._reader, dictionary, TextLimits.MaxValueBytes);
        int[] codes = body._pool.Rent<int>(body._count);
        if (distinct == 0)
        {
            for (int i = 0; i < presentCount; i++)
            {
                codes[i] = i;
            }
        }
        else
        {
            CodeColumn.Decode(ref body._reader, distinct, codes.AsSpan(0, presentCount));
        }

        Spread(codes, present, body._count, presentCount, -1);
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
        int[] codes = _pool.Rent<int>(_count);
        CodeColumn.Decode(ref _reader, distinct, codes.AsSpan(0, presentCount));
        Spread(codes, present, _count, presentCount, -1);
        return codes;
    }

    internal DecodedNumbers<double> Doubles(string name)
    {
        bool[]? present = Presence(out int presentCount);
        double[] values = _pool.Rent<double>(_count);
        DoubleColumn.Decode(ref _reader, values.AsSpan(0, presentCount));
        Spread(values, present, _count, presentCount, 0.0);
        return new DecodedNumbers<double>(name, values, present);
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
                Spread(values, present, _count, presentCount, default);
                return new DecodedAttribute(name, form, null, null, values);
            default:
                throw new CodecException($"an attribute column has the unknown form {(byte)form}.");
        }
    }

    private bool[]? Presence(out int presentCount)
    {
        bool[] present = _pool.Rent<bool>(_count);
        presentCount = PresenceColumn.Decode(ref _reader, present.AsSpan(0, _count));
        return presentCount == _count ? null : present;
    }

    /// <summary>Moves dense values to their rows, from the back, where nothing is overwritten before it was moved.</summary>
    private static void Spread<T>(T[] values, bool[]? present, int count, int presentCount, T absent)
    {
        if (present is null)
        {
            return;
        }

        int next = presentCount;
        for (int i = count - 1; i >= 0; i--)
        {
            values[i] = present[i] ? values[--next] : absent;
        }
    }
}
