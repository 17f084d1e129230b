using System.Buffers.Text;
using System.Runtime.CompilerServices;
using Shannon.Analytics.ClaudeCode.Json;

namespace Shannon.Analytics.ClaudeCode.Parsing;

/// <summary>Takes numbers from a line, which some versions write as text.</summary>
internal static class NumberReader
{
    /// <summary>A count, or null where there is none. <paramref name="isBad"/> is set if it is negative, absurdly large or no whole number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static long? ReadCount(ref JsonCursor cursor, ref bool isBad)
    {
        JsonKind kind = cursor.Peek();
        if (kind == JsonKind.Null)
        {
            cursor.Skip();
            return null;
        }

        ReadOnlySpan<byte> text = cursor.ReadNumber();
        if (Utf8Parser.TryParse(text, out long count, out int used) && used == text.Length && count is >= 0 and <= Usage.MaxCount)
        {
            return count;
        }

        if (Parse(text) is { } number && number is >= 0 and <= Usage.MaxCount && Math.Floor(number) == number)
        {
            return (long)number;
        }

        isBad = true;
        return null;
    }

    /// <summary>A finite number, or null.</summary>
    internal static double? ReadDouble(ref JsonCursor cursor) => Parse(cursor.ReadNumber());

    /// <summary>An amount of money from 0 to a billion, or null.</summary>
    internal static decimal? ReadCost(ref JsonCursor cursor)
    {
        ReadOnlySpan<byte> text = cursor.ReadNumber();
        bool ok = (Utf8Parser.TryParse(text, out decimal cost, out int used) && used == text.Length)
            || (Utf8Parser.TryParse(text, out cost, out used, 'E') && used == text.Length);
        return ok && cost is >= 0 and <= Metrics.MetricLimits.MaxCost ? cost : null;
    }

    private static double? Parse(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out double number, out int used) && used == text.Length && double.IsFinite(number) ? number : null;
}
