using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Shannon.Analytics.Internals.Codecs;

/// <summary>
/// A column of dictionary codes <c>0..distinct-1</c>: a codec byte and the smallest of the encodings below. Neither
/// the count nor the size of the dictionary is stored; no codes take no bytes.
/// </summary>
internal static class CodeColumn
{
    /// <summary>One varint for all.</summary>
    internal const byte Constant = 0;

    /// <summary>A <see cref="PackedFrame"/>: the width of the codes in use, and rare high codes as exceptions.</summary>
    internal const byte Packed = 1;

    /// <summary>The number of runs as a varint, then frames of their codes and of their lengths.</summary>
    internal const byte RunLength = 2;

    /// <summary>A frame of one code for each code of the <see cref="Determinant"/>: rows that agree there agree here.</summary>
    internal const byte Dependent = 3;

    /// <exception cref="ArgumentOutOfRangeException">A code is not below <paramref name="distinct"/>.</exception>
    public static void Encode(ReadOnlySpan<int> codes, int distinct, ByteWriter w, Determinant? determinant = null)
    {
        if (codes.IsEmpty)
        {
            return;
        }

        using Scratch<long> wide = new(codes.Length);
        int runs = Widen(codes, wide.Span, out uint max);
        if (max >= (uint)distinct)
        {
            throw new ArgumentOutOfRangeException(nameof(codes), max, $"A code must be below the {distinct} distinct values.");
        }

        if (runs == 1)
        {
            w.WriteByte(Constant);
            w.WriteVarUInt(max);
            return;
        }

        FramePlan plan = FramePlan.For(wide.Span);
        using Scratch<long> map = new(determinant?.Distinct ?? 0);
        bool depends = determinant is not null && TryMap(codes, determinant.Codes(codes.Length), map.Span);
        FramePlan dependent = depends ? FramePlan.For(map.Span) : plan;
        long limit = Math.Min(plan.Bytes - (plan.Bytes / 4), dependent.Bytes);
        if (runs <= codes.Length / 4 && TryEncodeRuns(wide.Span, runs, limit, w))
        {
            return;
        }

        if (depends && dependent.Bytes <= plan.Bytes / 2)
        {
            w.WriteByte(Dependent);
            PackedFrame.Encode(map.Span, dependent, w);
            return;
        }

        w.WriteByte(Packed);
        PackedFrame.Encode(wide.Span, plan, w);
    }

    /// <exception cref="CodecException">Also if a code is not below <paramref name="distinct"/>.</exception>
    public static void Decode(ref ByteReader r, int distinct, Span<int> codes, Determinant? determinant = null)
    {
        if (codes.IsEmpty)
        {
            return;
        }

        byte codec = r.ReadByte();
        switch (codec)
        {
            case Constant:
                int code = r.ReadCount(int.MaxValue);
                RequireBelow((ulong)code, distinct);
                codes.Fill(code);
                break;
            case Packed:
                using (Scratch<long> wide = new(codes.Length))
                {
                    PackedFrame.Decode(ref r, wide.Span);
                    RequireBelow(Narrow(wide.Span, codes), distinct);
                }

                break;
            case RunLength:
                DecodeRuns(ref r, distinct, codes);
                break;
            case Dependent:
                DecodeDependent(ref r, distinct, codes, determinant);
                break;
            default:
                throw CodecException.UnknownCodec("code column", codec);
        }
    }

    /// <summary>Decodes the codes of some rows, at least one, of a column of <paramref name="count"/>, without decoding all where the encoding allows.</summary>
    /// <exception cref="CodecException">Also if one of these codes is not below <paramref name="distinct"/>.</exception>
    public static void DecodeAt(ref ByteReader r, int count, int distinct, ReadOnlySpan<int> rows, Span<int> codes, Determinant? determinant = null)
    {
        Debug.Assert(!rows.IsEmpty, "some rows");
        ByteReader start = r;
        switch (r.ReadByte())
        {
            case Packed:
                using (Scratch<long> wide = new(rows.Length))
                {
                    PackedFrame.DecodeAt(ref r, count, rows, wide.Span);
                    RequireBelow(Narrow(wide.Span, codes), distinct);
                }

                break;
            case RunLength:
                using (Scratch<int> all = new(count))
                {
                    DecodeRuns(ref r, distinct, all.Span);
                    Gathering.Take<int>(all.Span, rows, codes);
                }

                break;
            default:
                r = start;
                Decode(ref r, distinct, codes[..rows.Length], determinant);
                break;
        }
    }

    private static bool TryEncodeRuns(ReadOnlySpan<long> codes, int runs, long limit, ByteWriter w)
    {
        using Scratch<long> runCodes = new(runs);
        using Scratch<long> lengths = new(runs);
        RunLengths.Split(codes, runCodes.Span, lengths.Span);
        FramePlan codePlan = FramePlan.For(runCodes.Span);
        FramePlan lengthPlan = FramePlan.For(lengths.Span);
        if (ByteWriter.VarUIntBytes((ulong)runs) + codePlan.Bytes + lengthPlan.Bytes > limit)
        {
            return false;
        }

        w.WriteByte(RunLength);
        w.WriteVarUInt((ulong)runs);
        PackedFrame.Encode(runCodes.Span, codePlan, w);
        PackedFrame.Encode(lengths.Span, lengthPlan, w);
        return true;
    }

    /// <summary>Finds the code that belongs to each code of the determinant; false if some has several.</summary>
    private static bool TryMap(ReadOnlySpan<int> codes, ReadOnlySpan<int> determinant, Span<long> map)
    {
        map.Fill(-1);
        for (int i = 0; i < codes.Length; i++)
        {
            if (determinant[i] < 0)
            {
                return false;
            }

            ref long own = ref map[determinant[i]];
            own = own < 0 ? codes[i] : own;
            if (own != codes[i])
            {
                return false;
            }
        }

        map.Replace(-1, 0);
        return true;
    }

    private static void DecodeDependent(ref ByteReader r, int distinct, Span<int> codes, Determinant? determinant)
    {
        if (determinant is null)
        {
            throw new CodecException("A code column depends on another column that is not there.");
        }

        using Scratch<long> wide = new(determinant.Distinct);
        using Scratch<int> narrow = new(determinant.Distinct);
        PackedFrame.Decode(ref r, wide.Span);
        RequireBelow(Narrow(wide.Span, narrow.Span), distinct);
        ReadOnlySpan<int> map = narrow.Span;
        ReadOnlySpan<int> others = determinant.Codes(codes.Length);
        for (int i = 0; i < codes.Length; i++)
        {
            uint other = (uint)others[i];
            if (other >= (uint)map.Length)
            {
                throw new CodecException("A code column depends on another column that some row lacks.");
            }

            codes[i] = map[(int)other];
        }
    }

    private static void DecodeRuns(ref ByteReader r, int distinct, Span<int> codes)
    {
        int runs = r.ReadCount(codes.Length);
        using Scratch<long> runCodes = new(runs);
        using Scratch<long> lengths = new(runs);
        PackedFrame.Decode(ref r, runCodes.Span);
        RunLengths.Decode(ref r, lengths.Span, codes.Length);
        int start = 0;
        for (int i = 0; i < runs; i++)
        {
            RequireBelow((ulong)runCodes.Span[i], distinct);
            int length = (int)lengths.Span[i];
            codes.Slice(start, length).Fill((int)runCodes.Span[i]);
            start += length;
        }
    }

    private static void RequireBelow(ulong code, int distinct)
    {
        if (code >= (ulong)distinct)
        {
            throw new CodecException($"A code of {code} is outside a dictionary of {distinct} values.");
        }
    }

    /// <summary>Copies to 64 bits; returns the number of runs and the greatest code, a negative one counting as huge.</summary>
    private static int Widen(ReadOnlySpan<int> codes, Span<long> wide, out uint max)
    {
        int runs = 1;
        uint greatest = (uint)codes[0];
        wide[0] = codes[0];
        for (int i = 1; i < codes.Length; i++)
        {
            int code = codes[i];
            wide[i] = code;
            greatest = Math.Max(greatest, (uint)code);
            runs += code == codes[i - 1] ? 0 : 1;
        }

        max = greatest;
        return runs;
    }

    /// <summary>Copies the low 32 bits; returns the greatest of the 64-bit values, so that the caller can refuse them all.</summary>
    private static ulong Narrow(ReadOnlySpan<long> wide, Span<int> codes)
    {
        ref long first = ref MemoryMarshal.GetReference(wide);
        ref int target = ref MemoryMarshal.GetReference(codes[..wide.Length]);
        ulong max = 0;
        int i = 0;
        Vector<ulong> maxs = Vector<ulong>.Zero;
        for (; i <= wide.Length - Vector<int>.Count; i += Vector<int>.Count)
        {
            Vector<long> low = Vector.LoadUnsafe(ref first, (nuint)i);
            Vector<long> high = Vector.LoadUnsafe(ref first, (nuint)(i + Vector<long>.Count));
            maxs = Vector.Max(maxs, Vector.Max(Vector.AsVectorUInt64(low), Vector.AsVectorUInt64(high)));
            Vector.Narrow(low, high).StoreUnsafe(ref target, (nuint)i);
        }

        for (int lane = 0; lane < Vector<ulong>.Count; lane++)
        {
            max = Math.Max(max, maxs[lane]);
        }

        for (; i < wide.Length; i++)
        {
            max = Math.Max(max, (ulong)wide[i]);
            codes[i] = unchecked((int)wide[i]);
        }

        return max;
    }
}
