using System.Runtime.InteropServices;

namespace Shannon.Analytics.Internals.Codecs;

/// <summary>How a <see cref="PackedFrame"/> will be written, and its exact size, so that encodings can be compared before one is written.</summary>
/// <param name="Reference">The least value, subtracted from all.</param>
/// <param name="Width">Bits packed for every value.</param>
/// <param name="Exceptions">How many residuals need more than <paramref name="Width"/> bits.</param>
/// <param name="HighWidth">Bits of such a residual above <paramref name="Width"/>; 0 without exceptions.</param>
/// <param name="Bytes">The encoded size.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FramePlan(long Reference, int Width, int Exceptions, int HighWidth, long Bytes)
{
    // Below this, the header of an exception list eats what it saves.
    private const int MinValuesForExceptions = 16;
    private const int MinWidthForExceptions = 4;

    /// <summary>Plans <paramref name="values"/> in one vectorised pass for the range and, where the range is wide, one for the widths.</summary>
    public static FramePlan For(ReadOnlySpan<long> values)
    {
        if (values.IsEmpty)
        {
            return default;
        }

        (long min, long max) = LongKernels.MinMax(values);
        int fullWidth = BitPacking.WidthOf(unchecked((ulong)max - (ulong)min));
        FramePlan plain = new(min, fullWidth, 0, 0, ByteWriter.VarUIntBytes(ByteWriter.ZigZag(min)) + 1 + Packed(values.Length, fullWidth));
        return values.Length < MinValuesForExceptions || fullWidth < MinWidthForExceptions
            ? plain
            : WithExceptions(values, plain);
    }

    private static FramePlan WithExceptions(ReadOnlySpan<long> values, in FramePlan plain)
    {
        Span<int> widths = stackalloc int[BitPacking.MaxWidth + 1];
        CountWidths(values, plain.Reference, widths);

        // An exception costs a scattered write when decoding: at most one in eight, and only for a real saving.
        FramePlan best = plain;
        long worthwhile = plain.Bytes - (plain.Bytes / 16);
        int exceptions = 0;
        int header = ByteWriter.VarUIntBytes(ByteWriter.ZigZag(plain.Reference)) + 1;
        for (int width = plain.Width - 1; width >= 0; width--)
        {
            exceptions += widths[width + 1];
            if (exceptions > values.Length / 8)
            {
                break;
            }

            int highWidth = plain.Width - width;
            long bytes = header
                + ByteWriter.VarUIntBytes((ulong)exceptions) + 1
                + Packed(values.Length, width)
                + Packed(exceptions, PackedFrame.PositionWidth(values.Length))
                + Packed(exceptions, highWidth);
            if (bytes < worthwhile && bytes < best.Bytes)
            {
                best = new FramePlan(plain.Reference, width, exceptions, highWidth, bytes);
            }
        }

        return best;
    }

    /// <summary>Counts residuals by their width. Two tables, since an increment waits for the one before it on the same cell.</summary>
    private static void CountWidths(ReadOnlySpan<long> values, long reference, Span<int> widths)
    {
        Span<int> odd = stackalloc int[BitPacking.MaxWidth + 1];
        odd.Clear();
        widths.Clear();
        int i = 0;
        for (; i < values.Length - 1; i += 2)
        {
            widths[BitPacking.WidthOf(unchecked((ulong)values[i] - (ulong)reference))]++;
            odd[BitPacking.WidthOf(unchecked((ulong)values[i + 1] - (ulong)reference))]++;
        }

        if (i < values.Length)
        {
            widths[BitPacking.WidthOf(unchecked((ulong)values[i] - (ulong)reference))]++;
        }

        for (int w = 0; w < widths.Length; w++)
        {
            widths[w] += odd[w];
        }
    }

    private static long Packed(int count, int width) => (((long)count * width) + 7) >> 3;
}
