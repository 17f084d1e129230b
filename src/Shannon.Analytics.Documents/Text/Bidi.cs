using System.Text;

namespace Shannon.Analytics.Documents.Text;

/// <summary>
/// The directions of the characters of one line, by the implicit rules of the Unicode Bidirectional Algorithm (UAX #9: W1 to W7, N1, N2, I1, I2, L1, L2).
/// Explicit embeddings, overrides and isolates never reach it: <see cref="Reporting.Documents.ReportValueFormat.Visible"/> has made them visible text.
/// </summary>
internal static class Bidi
{
    private enum Kind : byte
    {
        Left,
        Right,
        ArabicLetter,
        EuropeanNumber,
        ArabicNumber,
        Separator,
        CommonSeparator,
        Terminator,
        Mark,
        Neutral,
    }

    /// <summary>Whether a text needs any of this.</summary>
    internal static bool IsNeeded(ReadOnlySpan<char> text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (KindOf(rune) is Kind.Right or Kind.ArabicLetter or Kind.ArabicNumber)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The level of every rune: odd is right to left. The paragraph runs as its first strong character does (P2, P3).</summary>
    internal static byte[] Levels(IReadOnlyList<Rune> text)
    {
        Kind[] kinds = [.. text.Select(KindOf)];
        byte paragraph = (byte)(kinds.FirstOrDefault(kind => kind is Kind.Left or Kind.Right or Kind.ArabicLetter) is Kind.Right or Kind.ArabicLetter ? 1 : 0);
        Kind edge = paragraph == 1 ? Kind.Right : Kind.Left;
        ResolveWeak(kinds, edge);
        ResolveNeutral(kinds, edge);
        byte[] levels = new byte[kinds.Length];
        for (int index = 0; index < kinds.Length; index++)
        {
            levels[index] = (byte)(paragraph + (kinds[index], paragraph) switch
            {
                (Kind.Right, 0) or (Kind.Left, 1) => 1,
                (Kind.EuropeanNumber or Kind.ArabicNumber, 0) => 2,
                (Kind.EuropeanNumber or Kind.ArabicNumber, _) => 1,
                _ => 0,
            });
        }

        // L1: spaces at the end of the line stay with the paragraph.
        for (int index = text.Count - 1; index >= 0 && Rune.IsWhiteSpace(text[index]); index--)
        {
            levels[index] = paragraph;
        }

        return levels;
    }

    /// <summary>The order in which stretches of one level are drawn from left to right (L2).</summary>
    internal static T[] Reorder<T>(IReadOnlyList<T> runs, Func<T, byte> level)
    {
        T[] visual = [.. runs];
        if (visual.Length == 0)
        {
            return visual;
        }

        for (int depth = visual.Max(level); depth > 0; depth--)
        {
            for (int start = 0; start < visual.Length; start++)
            {
                int end = start;
                while (end < visual.Length && level(visual[end]) >= depth)
                {
                    end++;
                }

                Array.Reverse(visual, start, end - start);
                start = end;
            }
        }

        return visual;
    }

    private static void ResolveWeak(Kind[] kinds, Kind edge)
    {
        for (int index = 0; index < kinds.Length; index++)
        {
            if (kinds[index] == Kind.Mark)
            {
                kinds[index] = index == 0 ? edge : kinds[index - 1];
            }
        }

        Kind strong = edge;
        for (int index = 0; index < kinds.Length; index++)
        {
            if (kinds[index] is Kind.Left or Kind.Right or Kind.ArabicLetter)
            {
                strong = kinds[index];
            }
            else if (kinds[index] == Kind.EuropeanNumber && strong == Kind.ArabicLetter)
            {
                kinds[index] = Kind.ArabicNumber;
            }
        }

        for (int index = 1; index < kinds.Length - 1; index++)
        {
            Kind before = kinds[index - 1];
            bool joins = kinds[index] switch { Kind.Separator => before == Kind.EuropeanNumber, Kind.CommonSeparator => before is Kind.EuropeanNumber or Kind.ArabicNumber, _ => false };
            if (joins && before == kinds[index + 1])
            {
                kinds[index] = before;
            }
        }

        ResolveTerminators(kinds);
        strong = edge;
        for (int index = 0; index < kinds.Length; index++)
        {
            kinds[index] = kinds[index] switch
            {
                Kind.ArabicLetter => Kind.Right,
                Kind.Separator or Kind.CommonSeparator or Kind.Terminator => Kind.Neutral,
                Kind.EuropeanNumber when strong == Kind.Left => Kind.Left,
                var kind => kind,
            };
            strong = kinds[index] is Kind.Left or Kind.Right ? kinds[index] : strong;
        }
    }

    /// <summary>W5: currency and percent signs belong to the number they touch.</summary>
    private static void ResolveTerminators(Kind[] kinds)
    {
        for (int start = 0; start < kinds.Length; start++)
        {
            int end = start;
            while (end < kinds.Length && kinds[end] == Kind.Terminator)
            {
                end++;
            }

            bool touches = end > start && ((start > 0 && kinds[start - 1] == Kind.EuropeanNumber) || (end < kinds.Length && kinds[end] == Kind.EuropeanNumber));
            if (touches)
            {
                Array.Fill(kinds, Kind.EuropeanNumber, start, end - start);
            }

            start = Math.Max(start, end - 1);
        }
    }

    /// <summary>N1, N2: what stands between two equal directions takes it, else that of the paragraph. Numbers count as right to left.</summary>
    private static void ResolveNeutral(Kind[] kinds, Kind edge)
    {
        for (int start = 0; start < kinds.Length; start++)
        {
            int end = start;
            while (end < kinds.Length && kinds[end] == Kind.Neutral)
            {
                end++;
            }

            if (end > start)
            {
                Kind before = start == 0 ? edge : Side(kinds[start - 1]);
                Kind after = end == kinds.Length ? edge : Side(kinds[end]);
                Array.Fill(kinds, before == after ? before : edge, start, end - start);
                start = end - 1;
            }
        }
    }

    private static Kind Side(Kind kind) => kind == Kind.Left ? Kind.Left : Kind.Right;

    private static Kind KindOf(Rune rune) => rune.Value switch
    {
        >= '0' and <= '9' => Kind.EuropeanNumber,
        '+' or '-' => Kind.Separator,
        ',' or '.' or '/' or ':' or 0xA0 => Kind.CommonSeparator,
        '#' or '$' or '%' or 0xB0 or (>= 0xA2 and <= 0xA5) or (>= 0x20A0 and <= 0x20CF) => Kind.Terminator,
        < 0x80 => Rune.IsLetter(rune) ? Kind.Left : Kind.Neutral,
        0x200E => Kind.Left,
        0x200F => Kind.Right,
        0x061C => Kind.ArabicLetter,
        (>= 0x0660 and <= 0x0669) or 0x066B or 0x066C or (>= 0x0600 and <= 0x0605) or 0x06DD => Kind.ArabicNumber,
        >= 0x06F0 and <= 0x06F9 => Kind.EuropeanNumber,
        _ when Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.EnclosingMark => Kind.Mark,
        (>= 0x0590 and <= 0x05FF) or (>= 0x07C0 and <= 0x085F) or (>= 0xFB1D and <= 0xFB4F) or (>= 0x10800 and <= 0x10CFF) or (>= 0x1E800 and <= 0x1EC6F) => Kind.Right,
        (>= 0x0600 and <= 0x07BF) or (>= 0x0860 and <= 0x08FF) or (>= 0xFB50 and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFE) or (>= 0x10D00 and <= 0x10D3F) or (>= 0x1EC70 and <= 0x1EEFF) => Kind.ArabicLetter,
        _ => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.SpacingCombiningMark ? Kind.Left : Kind.Neutral,
    };
}
