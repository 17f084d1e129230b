using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Shannon.Analytics.Internals.Codecs;

/// <summary>
/// A column of 64-bit integers: a codec byte and the smallest of the encodings below. The count is not stored; no
/// values take no bytes. Sizes are computed before anything is written, in vectorised passes.
/// </summary>
internal static class LongColumn
{
    /// <summary>One varint for all.</summary>
    internal const byte Constant = 0;

    /// <summary>A <see cref="PackedFrame"/> of the values.</summary>
    internal const byte FrameOfReference = 1;

    /// <summary>The first value as a varint, then a <see cref="PackedFrame"/> of the differences modulo 2^64: near-sorted times.</summary>
    internal const byte Delta = 2;

    /// <summary>The number of runs as a varint, then frames of their values and of their lengths.</summary>
    internal const byte RunLength = 3;

    /// <summary>Eight bytes each, little-endian.</summary>
    internal const byte Raw = 4;

    private const int StackValues = 256;

    public static void Encode(ReadOnlySpan<long> values, ByteWriter w)
    {
        if (values.IsEmpty)
        {
            return;
        }

        if (values.Length <= StackValues)
        {
            Encode(values, stackalloc long[values.Length], w);
            return;
        }

        using Scratch<long> scratch = new(values.Length);
        Encode(values, scratch.Span, w);
    }

    public static void Decode(ref ByteReader r, Span<long> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        byte codec = r.ReadByte();
        switch (codec)
        {
            case Constant:
                values.Fill(r.ReadVarInt());
                break;
            case FrameOfReference:
                PackedFrame.Decode(ref r, values);
                break;
            case Delta:
                values[0] = r.ReadVarInt();
                PackedFrame.Decode(ref r, values[1..]);
                LongKernels.PrefixSum(values);
                break;
            case RunLength:
                DecodeRuns(ref r, values);
                break;
            case Raw:
                BitPacking.Unpack(ref r, BitPacking.MaxWidth, MemoryMarshal.Cast<long, ulong>(values));
                break;
            default:
                throw CodecException.UnknownCodec("integer column", codec);
        }
    }

    /// <summary>Decodes some rows, at least one, of a column of <paramref name="count"/> values, without decoding all where the encoding allows.</summary>
    public static void DecodeAt(ref ByteReader r, int count, ReadOnlySpan<int> rows, Span<long> values)
    {
        Debug.Assert(!rows.IsEmpty, "some rows");
        ByteReader start = r;
        switch (r.ReadByte())
        {
            case Constant:
                values[..rows.Length].Fill(r.ReadVarInt());
                break;
            case FrameOfReference:
                PackedFrame.DecodeAt(ref r, count, rows, values);
                break;
            default:
                r = start;
                using (Scratch<long> all = new(count))
                {
                    Decode(ref r, all.Span);
                    Gathering.Take<long>(all.Span, rows, values);
                }

                break;
        }
    }

    private static void Encode(ReadOnlySpan<long> values, Span<long> scratch, ByteWriter w)
    {
        Span<long> deltas = scratch[..(values.Length - 1)];
        int runs = 1 + LongKernels.Differences(values, deltas);
        if (runs == 1)
        {
            w.WriteByte(Constant);
            w.WriteVarInt(values[0]);
            return;
        }

        FramePlan frame = FramePlan.For(values);
        FramePlan delta = FramePlan.For(deltas);
        long deltaBytes = ByteWriter.VarUIntBytes(ByteWriter.ZigZag(values[0])) + delta.Bytes;
        long best = Math.Min(Math.Min(frame.Bytes, deltaBytes), 8L * values.Length);

        // Only where runs are long can they win, and then collecting them is cheap.
        if (runs <= values.Length / 4 && TryEncodeRuns(values, runs, best - (best / 4), w))
        {
            return;
        }

        if (frame.Bytes == best)
        {
            w.WriteByte(FrameOfReference);
            PackedFrame.Encode(values, frame, w);
        }
        else if (deltaBytes == best)
        {
            w.WriteByte(Delta);
            w.WriteVarInt(values[0]);
            PackedFrame.Encode(deltas, delta, w);
        }
        else
        {
            w.WriteByte(Raw);
            BitPacking.Pack(MemoryMarshal.Cast<long, ulong>(values), BitPacking.MaxWidth, w);
        }
    }

    /// <summary>Writes runs if they take at most <paramref name="limit"/> bytes.</summary>
    private static bool TryEncodeRuns(ReadOnlySpan<long> values, int runs, long limit, ByteWriter w)
    {
        using Scratch<long> runValues = new(runs);
        using Scratch<long> lengths = new(runs);
        RunLengths.Split(values, runValues.Span, lengths.Span);
        FramePlan valuePlan = FramePlan.For(runValues.Span);
        FramePlan lengthPlan = FramePlan.For(lengths.Span);
        if (ByteWriter.VarUIntBytes((ulong)runs) + valuePlan.Bytes + lengthPlan.Bytes > limit)
        {
            return false;
        }

        w.WriteByte(RunLength);
        w.WriteVarUInt((ulong)runs);
        PackedFrame.Encode(runValues.Span, valuePlan, w);
        PackedFrame.Encode(lengths.Span, lengthPlan, w);
        return true;
    }

    private static void DecodeRuns(ref ByteReader r, Span<long> values)
    {
        int runs = r.ReadCount(values.Length);
        using Scratch<long> runValues = new(runs);
        using Scratch<long> lengths = new(runs);
        PackedFrame.Decode(ref r, runValues.Span);
        RunLengths.Decode(ref r, lengths.Span, values.Length);
        int start = 0;
        for (int i = 0; i < runs; i++)
        {
            int length = (int)lengths.Span[i];
            values.Slice(start, length).Fill(runValues.Span[i]);
            start += length;
        }
    }
}
