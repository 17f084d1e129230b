using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Tests.Internals.Codecs;

/// <summary>
/// Feeds damaged encodings to a decoder. Allowed is a decode or a <see cref="CodecException"/>, with the same outcome
/// whatever lies around the bytes in memory, and without allocating more than a budget.
/// </summary>
internal static class HostileBytes
{
    /// <summary>Decodes and returns what can be compared: the values as bytes.</summary>
    public delegate byte[] Decoder(ReadOnlySpan<byte> bytes);

    private const int Margin = 64;

    public static void CheckTruncations(byte[] encoded, Decoder decode)
    {
        for (int length = 0; length < encoded.Length; length += length < 300 || encoded.Length - length < 40 ? 1 : 17)
        {
            byte[]? outcome = Outcome(encoded.AsSpan(0, length), decode);
            Assert.True(outcome is null, $"{length} of {encoded.Length} bytes decoded as if complete.");
        }
    }

    public static void CheckBitFlips(byte[] encoded, Decoder decode, Random random, long allocationBudget)
    {
        for (int round = 0; round < 60; round++)
        {
            byte[] damaged = [.. encoded];

            // The head carries codecs, widths and counts; most flips go there.
            int flips = random.Next(1, 4);
            for (int flip = 0; flip < flips; flip++)
            {
                int position = random.Next(random.Next(3) == 0 ? damaged.Length : Math.Min(damaged.Length, 24));
                damaged[position] ^= (byte)(1 << random.Next(8));
            }

            CheckContained(damaged, decode, allocationBudget);
        }
    }

    public static void CheckFuzz(Decoder decode, Random random, long allocationBudget)
    {
        for (int round = 0; round < 3000; round++)
        {
            byte[] bytes = new byte[random.Next(1, 200)];
            random.NextBytes(bytes);
            bytes[0] = (byte)random.Next(6);
            if (random.Next(2) == 0)
            {
                // Small numbers reach deeper: they are valid codecs, widths and counts.
                for (int i = 1; i < bytes.Length; i++)
                {
                    bytes[i] = (byte)random.Next(random.Next(10) == 0 ? 256 : 20);
                }
            }

            CheckContained(bytes, decode, allocationBudget);
        }
    }

    private static void CheckContained(byte[] bytes, Decoder decode, long allocationBudget)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        byte[]? amongZeros = Outcome(Surround(bytes, 0x00), decode);
        byte[]? amongOnes = Outcome(Surround(bytes, 0xFF), decode);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(amongZeros, amongOnes);
        Assert.True(allocated <= 2 * allocationBudget, $"Two decodes of {bytes.Length} bytes allocated {allocated}.");
    }

    private static ReadOnlySpan<byte> Surround(byte[] bytes, byte filler)
    {
        byte[] surrounded = new byte[bytes.Length + (2 * Margin)];
        surrounded.AsSpan().Fill(filler);
        bytes.CopyTo(surrounded, Margin);
        return surrounded.AsSpan(Margin, bytes.Length);
    }

    /// <summary>Null for a refusal; any other exception fails the test.</summary>
    private static byte[]? Outcome(ReadOnlySpan<byte> bytes, Decoder decode)
    {
        try
        {
            return decode(bytes);
        }
        catch (CodecException)
        {
            return null;
        }
    }
}
