using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>Turns conditions on columns into masks as of <see cref="BitMask"/>, 64 rows a word.</summary>
internal static class FilterKernel
{
    private const int Rows = 64;

    /// <summary>Selects the values from <paramref name="min"/> to <paramref name="max"/>, both included; NaN, an absent value, is never selected.</summary>
    public static void InRange(ReadOnlySpan<double> values, double min, double max, Span<ulong> mask)
    {
        ref double first = ref MemoryMarshal.GetReference(values);
        int whole = values.Length / Rows;
        for (int word = 0; word < whole; word++)
        {
            mask[word] = InRange(ref Unsafe.Add(ref first, word * Rows), min, max);
        }

        if (values.Length % Rows != 0)
        {
            mask[whole] = InRangePlain(values[(whole * Rows)..], min, max);
        }
    }

    /// <summary>Selects the values from <paramref name="min"/> to <paramref name="max"/>, both included.</summary>
    public static void InRange(ReadOnlySpan<long> values, long min, long max, Span<ulong> mask)
    {
        ref long first = ref MemoryMarshal.GetReference(values);
        int whole = values.Length / Rows;
        for (int word = 0; word < whole; word++)
        {
            mask[word] = InRange(ref Unsafe.Add(ref first, word * Rows), min, max);
        }

        if (values.Length % Rows != 0)
        {
            mask[whole] = InRangePlain(values[(whole * Rows)..], min, max);
        }
    }

    /// <summary>Selects the rows of one code; -1 are the rows without a value.</summary>
    public static void EqualTo(ReadOnlySpan<int> codes, int code, Span<ulong> mask)
    {
        ref int first = ref MemoryMarshal.GetReference(codes);
        int whole = codes.Length / Rows;
        Vector256<int> wanted = Vector256.Create(code);
        for (int word = 0; word < whole; word++)
        {
            ulong bits = 0;
            for (int i = 0; i < Rows; i += Vector256<int>.Count)
            {
                bits |= (ulong)Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)((word * Rows) + i)), wanted).ExtractMostSignificantBits() << i;
            }

            mask[word] = bits;
        }

        if (codes.Length % Rows != 0)
        {
            ulong bits = 0;
            for (int i = whole * Rows; i < codes.Length; i++)
            {
                bits |= (codes[i] == code ? 1UL : 0) << (i % Rows);
            }

            mask[whole] = bits;
        }
    }

    /// <summary>
    /// Selects the rows whose code is accepted: <paramref name="accepted"/> answers for code c at place c + 1, so that the first place answers for
    /// rows without a value.
    /// </summary>
    public static void Accepted(ReadOnlySpan<int> codes, ReadOnlySpan<bool> accepted, Span<ulong> mask)
    {
        Span<byte> answers = stackalloc byte[Rows];
        ReadOnlySpan<byte> table = MemoryMarshal.AsBytes(accepted);
        for (int word = 0; word < BitMask.Words(codes.Length); word++)
        {
            ReadOnlySpan<int> rows = codes.Slice(word * Rows, Math.Min(Rows, codes.Length - (word * Rows)));
            if (rows.Length < Rows)
            {
                answers.Clear();
            }

            for (int i = 0; i < rows.Length; i++)
            {
                answers[i] = table[rows[i] + 1];
            }

            ref byte first = ref MemoryMarshal.GetReference(answers);
            ulong low = ~Vector256.Equals(Vector256.LoadUnsafe(ref first), Vector256<byte>.Zero).ExtractMostSignificantBits();
            ulong high = ~Vector256.Equals(Vector256.LoadUnsafe(ref first, 32), Vector256<byte>.Zero).ExtractMostSignificantBits();
            mask[word] = low | (high << 32);
        }
    }

    /// <summary>Selects the rows that are true.</summary>
    public static void FromBools(ReadOnlySpan<bool> values, Span<ulong> mask)
    {
        ref byte first = ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(values));
        int whole = values.Length / Rows;
        for (int word = 0; word < whole; word++)
        {
            ulong low = ~Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)(word * Rows)), Vector256<byte>.Zero).ExtractMostSignificantBits();
            ulong high = ~Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)((word * Rows) + 32)), Vector256<byte>.Zero).ExtractMostSignificantBits();
            mask[word] = low | (high << 32);
        }

        if (values.Length % Rows != 0)
        {
            ulong bits = 0;
            for (int i = whole * Rows; i < values.Length; i++)
            {
                bits |= (values[i] ? 1UL : 0) << (i % Rows);
            }

            mask[whole] = bits;
        }
    }

    /// <summary>The plain twin, for up to 64 values.</summary>
    internal static ulong InRangePlain(ReadOnlySpan<double> values, double min, double max)
    {
        Debug.Assert(values.Length <= Rows, "one word");
        ulong bits = 0;
        for (int i = 0; i < values.Length; i++)
        {
            bits |= (values[i] >= min & values[i] <= max ? 1UL : 0) << i;
        }

        return bits;
    }

    /// <summary>The plain twin, for up to 64 values.</summary>
    internal static ulong InRangePlain(ReadOnlySpan<long> values, long min, long max)
    {
        Debug.Assert(values.Length <= Rows, "one word");
        ulong bits = 0;
        for (int i = 0; i < values.Length; i++)
        {
            bits |= (values[i] >= min & values[i] <= max ? 1UL : 0) << i;
        }

        return bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong InRange(ref double first, double min, double max)
    {
        ulong bits = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<double> least = Vector512.Create(min);
            Vector512<double> greatest = Vector512.Create(max);
            for (int i = 0; i < Rows; i += 8)
            {
                Vector512<double> v = Vector512.LoadUnsafe(ref first, (nuint)i);
                bits |= (Vector512.GreaterThanOrEqual(v, least) & Vector512.LessThanOrEqual(v, greatest)).ExtractMostSignificantBits() << i;
            }

            return bits;
        }

        Vector256<double> low = Vector256.Create(min);
        Vector256<double> high = Vector256.Create(max);
        for (int i = 0; i < Rows; i += 4)
        {
            Vector256<double> v = Vector256.LoadUnsafe(ref first, (nuint)i);
            bits |= (ulong)(Vector256.GreaterThanOrEqual(v, low) & Vector256.LessThanOrEqual(v, high)).ExtractMostSignificantBits() << i;
        }

        return bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong InRange(ref long first, long min, long max)
    {
        ulong bits = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<long> least = Vector512.Create(min);
            Vector512<long> greatest = Vector512.Create(max);
            for (int i = 0; i < Rows; i += 8)
            {
                Vector512<long> v = Vector512.LoadUnsafe(ref first, (nuint)i);
                bits |= (Vector512.GreaterThanOrEqual(v, least) & Vector512.LessThanOrEqual(v, greatest)).ExtractMostSignificantBits() << i;
            }

            return bits;
        }

        Vector256<long> low = Vector256.Create(min);
        Vector256<long> high = Vector256.Create(max);
        for (int i = 0; i < Rows; i += 4)
        {
            Vector256<long> v = Vector256.LoadUnsafe(ref first, (nuint)i);
            bits |= (ulong)(Vector256.GreaterThanOrEqual(v, low) & Vector256.LessThanOrEqual(v, high)).ExtractMostSignificantBits() << i;
        }

        return bits;
    }
}
