using System.Globalization;
using System.Text;
using Spectre.Console;

namespace ClaudeUsage.Output;

/// <summary>Text as a terminal shows it: width in cells (2 for CJK and emoji), shortened between whole characters, free of control codes.</summary>
internal static class CellText
{
    public const string Ellipsis = "…";

    public static int Width(string text) => text.GetCellWidth();

    /// <summary>Replaces what could steer a terminal: names in transcripts come from anywhere.</summary>
    public static string Sanitise(string text)
    {
        if (!text.Any(IsUnsafe))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            safe.Append(IsUnsafe(c) ? '\uFFFD' : c);
        }

        return safe.ToString();
    }

    /// <summary>The text in at most <paramref name="width"/> cells.</summary>
    public static string Shorten(string text, int width, Cut cut)
    {
        if (Width(text) <= width)
        {
            return text;
        }

        if (width < 1)
        {
            return string.Empty;
        }

        int room = width - 1;
        List<string> parts = Characters(text);
        return cut == Cut.Start
            ? Ellipsis + string.Concat(Last(parts, room))
            : string.Concat(First(parts, room)) + Ellipsis;
    }

    /// <summary>The text with spaces up to <paramref name="width"/> cells.</summary>
    public static string Pad(string text, int width, bool right)
    {
        string spaces = new(' ', Math.Max(0, width - Width(text)));
        return right ? spaces + text : text + spaces;
    }

    // Format characters turn text round or join nothing; the joiner and the variation selectors belong to emoji.
    private static bool IsUnsafe(char c) =>
        char.IsControl(c) || (char.GetUnicodeCategory(c) == UnicodeCategory.Format && c != '\u200D') || c is '\u2028' or '\u2029';

    private static List<string> Characters(string text)
    {
        var parts = new List<string>();
        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            parts.Add(elements.GetTextElement());
        }

        return parts;
    }

    private static IEnumerable<string> First(IEnumerable<string> parts, int room)
    {
        foreach (string part in parts)
        {
            room -= Width(part);
            if (room < 0)
            {
                yield break;
            }

            yield return part;
        }
    }

    private static IEnumerable<string> Last(IEnumerable<string> parts, int room) => First(parts.Reverse(), room).Reverse();
}
