using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Bytes of a <see cref="BinStore"/>: the number of bins and the lowest index as varints, a mode byte, then Exp-Golomb codes
/// (<see cref="GolombWriter"/>) padded to a byte. Either each bin's count, or, where most bins are empty, of each that is not, how many
/// empty ones precede it and its count less one; whichever is shorter. No bins are one byte.
/// </summary>
internal static class BinCodec
{
    /// <summary>More values than any store holds; larger counts are corrupt.</summary>
    public const ulong GreatestCount = 1UL << 56;

    // The mode byte: the order of the counts' code, and whether gaps follow with their own order in another byte.
    private const int Gaps = 0x80;
    private const int GreatestOrder = 56;

    public static void Write(BinStore store, ByteWriter w)
    {
        ReadOnlySpan<long> counts = store.Counts;
        w.WriteVarUInt((ulong)counts.Length);
        if (counts.IsEmpty)
        {
            return;
        }

        w.WriteVarInt(store.Low);
        using Scratch<ulong> dense = new(counts.Length);
        using Scratch<ulong> gaps = new(counts.Length);
        using Scratch<ulong> filled = new(counts.Length);
        int used = 0;
        int previous = -1;
        for (int i = 0; i < counts.Length; i++)
        {
            dense.Span[i] = (ulong)counts[i];
            if (counts[i] > 0)
            {
                gaps.Span[used] = (ulong)(i - previous - 1);
                filled.Span[used++] = (ulong)counts[i] - 1;
                previous = i;
            }
        }

        (int order, long bits) = GolombWriter.BestOrder(dense.Span);
        (int gapOrder, long gapBits) = GolombWriter.BestOrder(gaps.Span[..used]);
        (int filledOrder, long filledBits) = GolombWriter.BestOrder(filled.Span[..used]);
        if (gapBits + filledBits + 8 < bits)
        {
            w.WriteByte((byte)(Gaps | filledOrder));
            w.WriteByte((byte)gapOrder);
            GolombWriter golomb = new(w);
            for (int i = 0; i < used; i++)
            {
                golomb.Write(gaps.Span[i], gapOrder);
                golomb.Write(filled.Span[i], filledOrder);
            }

            golomb.Flush();
        }
        else
        {
            w.WriteByte((byte)order);
            GolombWriter golomb = new(w);
            foreach (ulong count in dense.Span)
            {
                golomb.Write(count, order);
            }

            golomb.Flush();
        }
    }

    /// <summary>Adds written counts to a store.</summary>
    /// <exception cref="CodecException">The bytes are truncated or corrupt.</exception>
    public static void Merge(ref ByteReader r, BinStore store)
    {
        int bins = r.ReadCount(BinStore.MaxBins);
        if (bins == 0)
        {
            return;
        }

        long low = r.ReadVarInt();
        if (low < -LogarithmMapping.GreatestIndex || low + bins > LogarithmMapping.GreatestIndex)
        {
            throw new CodecException($"A sketch has a bin outside ±{LogarithmMapping.GreatestIndex}.");
        }

        byte mode = r.ReadByte();
        int order = mode & ~Gaps;
        bool withGaps = (mode & Gaps) != 0;
        int gapOrder = withGaps ? r.ReadByte() : 0;
        if (order > GreatestOrder || gapOrder > GreatestOrder)
        {
            throw CodecException.UnknownCodec("sketch", mode);
        }

        using Scratch<long> scratch = new(bins);
        Span<long> counts = scratch.Span;
        counts.Clear();
        GolombReader golomb = new(r.RemainingSpan);
        for (int i = 0; i < bins; i++)
        {
            if (withGaps)
            {
                ulong gap = golomb.Read(gapOrder);
                if (gap >= (ulong)(bins - i))
                {
                    throw new CodecException("A sketch's gap leads beyond its bins.");
                }

                i += (int)gap;
            }

            ulong count = golomb.Read(order);
            if (count >= GreatestCount)
            {
                throw new CodecException("A sketch counts more values than can be.");
            }

            counts[i] = (long)count + (withGaps ? 1 : 0);
        }

        r.ReadBytes(golomb.BytesRead);
        if (counts[0] == 0 || counts[^1] == 0)
        {
            throw new CodecException("A sketch's outermost bin is empty.");
        }

        store.Merge((int)low, counts);
    }
}
