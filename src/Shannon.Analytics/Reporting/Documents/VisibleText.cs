using System.Globalization;
using System.Text;

namespace Shannon.Analytics.Reporting.Documents;

/// <summary>Makes visible what would act instead of being read.</summary>
internal static class VisibleText
{
    private const char FirstControlPicture = '\u2400';
    private const char DeletePicture = '\u2421';

    internal static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~') || !text.EnumerateRunes().Any(rune => Stands(rune) || rune == Rune.ReplacementChar))
        {
            return text;
        }

        var visible = new StringBuilder(text.Length + 16);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!Stands(rune))
            {
                visible.Append(rune.ToString());
            }
            else if (rune.Value < ' ')
            {
                visible.Append((char)(FirstControlPicture + rune.Value));
            }
            else if (rune.Value == 0x7F)
            {
                visible.Append(DeletePicture);
            }
            else
            {
                visible.Append(Code(rune));
            }
        }

        return visible.ToString();
    }

    /// <summary>A character by its number, for where it cannot be shown.</summary>
    internal static string Code(Rune rune) => string.Create(CultureInfo.InvariantCulture, $"⟨U+{rune.Value:X4}⟩");

    /// <summary>Whether something else must stand for a character: controls but line breaks and tabs, and what embeds, overrides or isolates directions.</summary>
    private static bool Stands(Rune rune) => rune.Value switch
    {
        '\n' or '\t' => false,
        < ' ' or (>= 0x7F and < 0xA0) => true,
        (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) => true,
        0x2028 or 0x2029 or 0xFFFE or 0xFFFF => true,
        _ => false,
    };
}
