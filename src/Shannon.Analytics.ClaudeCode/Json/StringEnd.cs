using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Shannon.Analytics.ClaudeCode.Json;

/// <summary>
/// Finds where a JSON string ends. Code in transcripts has an escape every few dozen bytes, so a search that starts anew behind each would spend its
/// time starting: here one look at 32 bytes marks everything of interest in them, and escapes are stepped over within the marks.
/// </summary>
internal static class StringEnd
{
    /// <summary>Finds the closing quote.</summary>
    /// <param name="data">JSON text.</param>
    /// <param name="start">Behind the opening quote.</param>
    /// <param name="escaped">Whether there are escapes before the closing quote.</param>
    /// <returns>The place of the closing quote; -1 if there is none, or before it a control character or a wrong escape.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Find(ReadOnlySpan<byte> data, int start, out bool escaped)
    {
        escaped = false;
        int at = start;
        while (Vector128.IsHardwareAccelerated && data.Length - at >= Vector256<byte>.Count)
        {
            Vector256<byte> bytes = Vector256.Create(data.Slice(at, Vector256<byte>.Count));
            uint marks = (Vector256.Equals(bytes, Vector256.Create((byte)'"'))
                | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
                | Vector256.LessThan(bytes, Vector256.Create((byte)' '))).ExtractMostSignificantBits();
            int next = at + Vector256<byte>.Count;
            while (marks != 0)
            {
                int mark = at + BitOperations.TrailingZeroCount(marks);
                if (data[mark] != '\\')
                {
                    return data[mark] == '"' ? mark : -1;
                }

                escaped = true;
                int length = EscapeLength(data, mark);
                if (length == 0)
                {
                    return -1;
                }

                // What is behind the escape keeps its marks; an escape may also reach beyond these bytes.
                int behind = mark + length;
                if (behind - at >= Vector256<byte>.Count)
                {
                    next = behind;
                    break;
                }

                marks &= uint.MaxValue << (behind - at);
            }

            at = next;
        }

        return FindInRest(data, at, ref escaped);
    }

    /// <summary>The same, byte by byte.</summary>
    internal static int FindInRest(ReadOnlySpan<byte> data, int start, ref bool escaped)
    {
        for (int at = start; at < data.Length;)
        {
            byte value = data[at];
            if (value == '"')
            {
                return at;
            }

            int length = 1;
            if (value == '\\')
            {
                escaped = true;
                length = EscapeLength(data, at);
            }

            if (value < ' ' || length == 0)
            {
                return -1;
            }

            at += length;
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EscapeLength(ReadOnlySpan<byte> data, int at)
    {
        if (at + 1 >= data.Length)
        {
            return 0;
        }

        byte kind = data[at + 1];
        return IsSimple(kind) ? 2 : kind == 'u' && HasFourDigits(data, at + 2) ? 6 : 0;
    }

    // One bit for each of " / \ b f n r t, in two words of 64.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSimple(byte kind)
    {
        const ulong low = (1UL << '"') | (1UL << '/');
        const ulong high = (1UL << ('\\' - 64)) | (1UL << ('b' - 64)) | (1UL << ('f' - 64)) | (1UL << ('n' - 64)) | (1UL << ('r' - 64)) | (1UL << ('t' - 64));
        return kind < 128 && (((kind < 64 ? low : high) >> (kind & 63)) & 1) != 0;
    }

    private static bool HasFourDigits(ReadOnlySpan<byte> data, int at)
    {
        if (data.Length - at < 4)
        {
            return false;
        }

        foreach (byte digit in data.Slice(at, 4))
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }
        }

        return true;
    }
}
