namespace Shannon.Analytics.Internals.Codecs;

/// <summary>Lengths of consecutive runs that fill a column: each at least 1, summing up to its count. Stored as a <see cref="PackedFrame"/>.</summary>
internal static class RunLengths
{
    /// <summary>Splits <paramref name="values"/> into runs of equal values; both spans must hold exactly the number of runs.</summary>
    public static void Split(ReadOnlySpan<long> values, Span<long> runValues, Span<long> lengths)
    {
        int run = 0;
        int start = 0;
        for (int i = 1; i <= values.Length; i++)
        {
            if (i == values.Length || values[i] != values[start])
            {
                runValues[run] = values[start];
                lengths[run++] = i - start;
                start = i;
            }
        }
    }

    /// <summary>Reads lengths and checks that they fill a column of <paramref name="total"/> values exactly.</summary>
    public static void Decode(ref ByteReader r, Span<long> lengths, int total)
    {
        PackedFrame.Decode(ref r, lengths);
        long left = total;
        foreach (long length in lengths)
        {
            if (length < 1 || length > left)
            {
                throw new CodecException($"A run of {length} values does not fit where {left} are left.");
            }

            left -= length;
        }

        if (left != 0)
        {
            throw new CodecException($"The runs leave {left} of {total} values undefined.");
        }
    }
}
