using System.Globalization;
using System.Text;

namespace Shannon.Analytics.Documents.Text;

/// <summary>Breaks a paragraph into lines of a width.</summary>
internal static class LineBreaker
{
    internal static IEnumerable<string> Break(string paragraph, Func<string, double> measure, double width)
    {
        var line = new StringBuilder();
        double used = 0;
        foreach (string word in Words(paragraph))
        {
            double needed = measure(word);
            if (used + measure(word.TrimEnd(' ')) > width && line.Length > 0)
            {
                yield return line.ToString().TrimEnd(' ');
                line.Clear();
                used = 0;
            }

            if (needed > width)
            {
                // A name of thousands of letters: cut where it must be, but never within what reads as one character.
                foreach (string element in Elements(word))
                {
                    double one = measure(element);
                    if (used + one > width && line.Length > 0)
                    {
                        yield return line.ToString();
                        line.Clear();
                        used = 0;
                    }

                    line.Append(element);
                    used += one;
                }
            }
            else
            {
                line.Append(word);
                used += needed;
            }
        }

        yield return line.ToString().TrimEnd(' ');
    }

    /// <summary>Words with the spaces that follow them; Chinese, Japanese and Korean break after every character.</summary>
    private static IEnumerable<string> Words(string paragraph)
    {
        var word = new StringBuilder();
        bool ends = false;
        foreach (string element in Elements(paragraph))
        {
            bool isSpace = element is " " or "\t";
            bool isWide = element[0] is (>= '\u2E80' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7A3') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFF00' and <= '\uFFEF');
            if (word.Length > 0 && !isSpace && (ends || isWide))
            {
                yield return word.ToString();
                word.Clear();
            }

            word.Append(element);
            ends = isSpace || isWide || element is "-" or "/" or "\\" or "_";
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    private static IEnumerable<string> Elements(string text)
    {
        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            yield return elements.GetTextElement();
        }
    }
}
