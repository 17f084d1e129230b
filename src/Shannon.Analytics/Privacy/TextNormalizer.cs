using System.Buffers;
using System.Text;
using Shannon.Analytics.Privacy.Normalization;

namespace Shannon.Analytics.Privacy;

/// <summary>
/// Brings text into one form before it is hashed or searched: Unicode normalisation form KC (UAX #15), so that what looks alike and means the same is
/// the same, without characters that are invisible. Case is kept.
/// </summary>
internal static class TextNormalizer
{
    private static readonly SearchValues<char> Invisible = SearchValues.Create("\u00AD\u200B\u200C\u200D\u2060\uFEFF");

    internal static string Normalize(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        string sound = WellFormed(text);

        // Taking a character out may bring two together that belong together.
        return CompatibilityForm.Normalize(sound.AsSpan().ContainsAny(Invisible) ? Visible(sound) : sound);
    }

    /// <summary>The text with U+FFFD for every half of a surrogate pair.</summary>
    internal static string WellFormed(string text) =>
        Metrics.MetricValidator.HasOnlyWholePairs(text) ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (!Invisible.Contains(c))
            {
                visible.Append(c);
            }
        }

        return visible.ToString();
    }
}
