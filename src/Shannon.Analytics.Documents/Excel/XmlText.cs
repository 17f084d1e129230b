using System.Buffers;
using System.Globalization;
using System.Text;

namespace Shannon.Analytics.Documents.Excel;

/// <summary>Text of a cell in the escapes of ECMA-376 (ST_Xstring): <c>_x0007_</c> for a character that XML forbids, and <c>_x005F_</c> before what only looks like an escape, so that readers get the very text back.</summary>
internal static class XmlText
{
    /// <summary>The most characters that Excel takes in a cell.</summary>
    internal const int MaxLength = 32_767;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    internal static string Of(string text)
    {
        var escaped = new StringBuilder(text.Length);
        for (int index = 0; index < text.Length; index++)
        {
            char letter = text[index];
            if (letter == '_' && IsEscape(text.AsSpan(index)))
            {
                escaped.Append("_x005F_");
            }
            else if (char.IsHighSurrogate(letter) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
            {
                escaped.Append(letter).Append(text[++index]);
            }
            else if (letter is (< ' ' and not '\n' and not '\t') or '\uFFFE' or '\uFFFF' || char.IsSurrogate(letter))
            {
                escaped.Append(CultureInfo.InvariantCulture, $"_x{(int)letter:X4}_");
            }
            else
            {
                escaped.Append(letter);
            }
        }

        return escaped.ToString();
    }

    private static bool IsEscape(ReadOnlySpan<char> text) => text.Length >= 7 && text[1] == 'x' && text[6] == '_' && !text[2..6].ContainsAnyExcept(HexDigits);
}
