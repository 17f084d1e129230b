namespace Shannon.Analytics.Internals.Codecs;

/// <summary>
/// Packs unsigned values at a fixed width of 0 to 64 bits, low bits first: value <c>i</c> takes the bits
/// <c>[i * width, (i + 1) * width)</c> of a little-endian bit string, padded to a whole byte.
/// </summary>
/// <remarks>Any eight values fill exactly <c>width</c> bytes, so that columns can be packed in chunks of a multiple of eight.</remarks>
internal static class BitPacking
{
    public const int MaxWidth = 64;

    /// <summary>Bytes that <paramref name="count"/> values take.</summary>
    /// <exception cref="OverflowException">More than <see cref="int.MaxValue"/> bytes.</exception>
    public static int PackedBytes(int count, int width) => checked((int)PackedBytesLong(count, width));

    /// <summary>The least width that holds <paramref name="value"/>; 0 for 0.</summary>
    public static int WidthOf(ulong value) => 64 - System.Numerics.BitOperations.LeadingZeroCount(value);

    /// <summary>Packs <paramref name="values"/>, each of which must be below 2^<paramref name="width"/>.</summary>
    public static void Pack(ReadOnlySpan<ulong> values, int width, ByteWriter w)
    {
        int bytes = PackedBytes(values.Length, width);
        if (bytes == 0)
        {
            return;
        }

        BitPackKernel.Pack(values, width, w.GetSpan(checked(bytes + BitPackKernel.Slack)));
        w.Advance(bytes);
    }

    /// <summary>Unpacks as many values as <paramref name="values"/> holds.</summary>
    /// <exception cref="CodecException">The width is above 64 or the bytes end too early.</exception>
    public static void Unpack(ref ByteReader r, int width, Span<ulong> values)
    {
        int bytes = RequireBytes(in r, values.Length, width);
        BitUnpackKernel.Unpack(r.RemainingSpan, width, values);
        r.ReadBytes(bytes);
    }

    /// <summary>Checks, before anything is allocated for them, that <paramref name="count"/> values are really there.</summary>
    public static int RequireBytes(ref readonly ByteReader r, int count, int width)
    {
        if ((uint)width > MaxWidth)
        {
            throw new CodecException($"A bit width of {width} exceeds 64.");
        }

        long bytes = PackedBytesLong(count, width);
        if (bytes > r.Remaining)
        {
            throw new CodecException($"The bytes end too early: {bytes} packed bytes needed at byte {r.Position}, {r.Remaining} left.");
        }

        return (int)bytes;
    }

    private static long PackedBytesLong(int count, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MaxWidth);
        return (((long)count * width) + 7) >> 3;
    }
}
