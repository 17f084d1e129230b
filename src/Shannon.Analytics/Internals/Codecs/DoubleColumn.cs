using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Shannon.Analytics.Internals.Codecs;

/// <summary>
/// A column of doubles that gives back every bit pattern exactly (-0.0, infinities, NaN payloads): a codec byte and
/// one of the encodings below. The count is not stored; no values take no bytes.
/// </summary>
internal static class DoubleColumn
{
    /// <summary>Eight bytes for all.</summary>
    internal const byte Constant = 0;

    /// <summary>A byte exponent, then a <see cref="LongColumn"/> of mantissas: see <see cref="DecimalScale"/>.</summary>
    internal const byte Decimal = 1;

    /// <summary>As <see cref="Decimal"/>, then a varint count, packed positions and the eight bytes of each value that is no such decimal.</summary>
    internal const byte DecimalWithExceptions = 2;

    /// <summary>A <see cref="LongColumn"/> of the bit patterns, which at worst is eight bytes each.</summary>
    internal const byte Bits = 3;

    public static void Encode(ReadOnlySpan<double> values, ByteWriter w)
    {
        if (values.IsEmpty)
        {
            return;
        }

        ReadOnlySpan<long> bits = MemoryMarshal.Cast<double, long>(values);
        if (!bits.ContainsAnyExcept(bits[0]))
        {
            w.WriteByte(Constant);
            w.WriteUInt64((ulong)bits[0]);
            return;
        }

        int start = w.Length;
        if (DecimalScale.TryChoose(values, out int exponent) && TryEncodeDecimal(values, exponent, w))
        {
            if (w.Length - start < 8L * values.Length)
            {
                return;
            }

            w.Truncate(start);
        }

        w.WriteByte(Bits);
        LongColumn.Encode(bits, w);
    }

    public static void Decode(ref ByteReader r, Span<double> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        byte codec = r.ReadByte();
        switch (codec)
        {
            case Constant:
                MemoryMarshal.Cast<double, ulong>(values).Fill(r.ReadUInt64());
                break;
            case Decimal:
                DecodeDecimal(ref r, values);
                break;
            case DecimalWithExceptions:
                DecodeDecimal(ref r, values);
                DecodeExceptions(ref r, values);
                break;
            case Bits:
                LongColumn.Decode(ref r, MemoryMarshal.Cast<double, long>(values));
                break;
            default:
                throw CodecException.UnknownCodec("number column", codec);
        }
    }

    /// <summary>Decodes some rows, at least one, of a column of <paramref name="count"/> values, without decoding all where the encoding allows.</summary>
    public static void DecodeAt(ref ByteReader r, int count, ReadOnlySpan<int> rows, Span<double> values)
    {
        Debug.Assert(!rows.IsEmpty, "some rows");
        values = values[..rows.Length];
        ByteReader start = r;
        byte codec = r.ReadByte();
        switch (codec)
        {
            case Decimal or DecimalWithExceptions:
                int exponent = ReadExponent(ref r);
                Span<long> mantissas = MemoryMarshal.Cast<double, long>(values);
                LongColumn.DecodeAt(ref r, count, rows, mantissas);
                DecimalScale.ToValues(mantissas, exponent, values);
                if (codec == DecimalWithExceptions)
                {
                    DecodeExceptionsAt(ref r, count, rows, values);
                }

                break;
            case Bits:
                LongColumn.DecodeAt(ref r, count, rows, MemoryMarshal.Cast<double, long>(values));
                break;
            default:
                r = start;
                Decode(ref r, values);
                break;
        }
    }

    private static bool TryEncodeDecimal(ReadOnlySpan<double> values, int exponent, ByteWriter w)
    {
        using Scratch<long> mantissas = new(values.Length);
        using Scratch<ulong> positions = new(values.Length / 8);
        int exceptions = DecimalScale.ToMantissas(values, exponent, mantissas.Span, positions.Span);
        if (exceptions < 0)
        {
            return false;
        }

        w.WriteByte(exceptions == 0 ? Decimal : DecimalWithExceptions);
        w.WriteByte((byte)exponent);
        LongColumn.Encode(mantissas.Span, w);
        if (exceptions > 0)
        {
            Span<ulong> listed = positions.Span[..exceptions];
            w.WriteVarUInt((ulong)exceptions);
            BitPacking.Pack(listed, PackedFrame.PositionWidth(values.Length), w);
            foreach (ulong position in listed)
            {
                w.WriteUInt64(BitConverter.DoubleToUInt64Bits(values[(int)position]));
            }
        }

        return true;
    }

    private static int ReadExponent(ref ByteReader r)
    {
        int exponent = r.ReadByte();
        return exponent <= DecimalScale.MaxExponent
            ? exponent
            : throw new CodecException($"A decimal exponent of {exponent} exceeds {DecimalScale.MaxExponent}.");
    }

    private static void DecodeExceptionsAt(ref ByteReader r, int count, ReadOnlySpan<int> rows, Span<double> values)
    {
        int exceptions = r.ReadCount(count);
        int positionWidth = PackedFrame.PositionWidth(count);
        BitPacking.RequireBytes(in r, exceptions, positionWidth);
        using Scratch<ulong> positions = new(exceptions);
        BitPacking.Unpack(ref r, positionWidth, positions.Span);
        ReadOnlySpan<byte> bits = r.ReadBytes(checked(exceptions * sizeof(ulong)));
        for (int i = 0; i < rows.Length; i++)
        {
            int exception = positions.Span.BinarySearch((ulong)rows[i]);
            if (exception >= 0)
            {
                values[i] = BinaryPrimitives.ReadDoubleLittleEndian(bits[(exception * sizeof(ulong))..]);
            }
        }
    }

    private static void DecodeDecimal(ref ByteReader r, Span<double> values)
    {
        int exponent = ReadExponent(ref r);
        Span<long> mantissas = MemoryMarshal.Cast<double, long>(values);
        LongColumn.Decode(ref r, mantissas);
        DecimalScale.ToValues(mantissas, exponent, values);
    }

    private static void DecodeExceptions(ref ByteReader r, Span<double> values)
    {
        int exceptions = r.ReadCount(values.Length);
        int positionWidth = PackedFrame.PositionWidth(values.Length);
        BitPacking.RequireBytes(in r, exceptions, positionWidth);
        using Scratch<ulong> positions = new(exceptions);
        BitPacking.Unpack(ref r, positionWidth, positions.Span);
        foreach (ulong position in positions.Span)
        {
            if (position >= (ulong)values.Length)
            {
                throw new CodecException($"An exception at position {position} is outside a column of {values.Length} values.");
            }

            values[(int)position] = BitConverter.UInt64BitsToDouble(r.ReadUInt64());
        }
    }
}
