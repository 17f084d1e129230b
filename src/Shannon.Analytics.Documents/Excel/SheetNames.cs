using System.Globalization;
using System.Text;

namespace Shannon.Analytics.Documents.Excel;

/// <summary>Names of sheets as Excel allows them: 1 to 31 characters, none of <c>[ ] : * ? / \</c>, no apostrophe at either end, unique whatever the case, and not "History".</summary>
internal sealed class SheetNames
{
    private const int MaxLength = 31;
    private const string Forbidden = "[]:*?/\\";

    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase) { "History" };

    /// <summary>The nearest allowed name that is still free.</summary>
    internal string Take(string wished)
    {
        var clean = new StringBuilder();
        foreach (Rune rune in wished.EnumerateRunes())
        {
            bool isText = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate)
                && (rune.Value & 0xFFFE) != 0xFFFE && !(rune.IsBmp && Forbidden.Contains((char)rune.Value, StringComparison.Ordinal));
            clean.Append(isText ? rune.ToString() : " ");
        }

        string name = Cut(clean.ToString().Trim(' ', '\''), MaxLength).Trim(' ', '\'');
        name = name.Length == 0 ? "Sheet" : name;
        string free = name;
        for (int number = 2; !_taken.Add(free); number++)
        {
            string suffix = string.Create(CultureInfo.InvariantCulture, $" ({number})");
            free = Cut(name, MaxLength - suffix.Length) + suffix;
        }

        return free;
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
