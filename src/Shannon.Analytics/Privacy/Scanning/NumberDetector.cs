namespace Shannon.Analytics.Privacy.Scanning;

/// <summary>
/// Finds numbers in rows of digit groups with single separators between them: cards (ISO/IEC 7812), social security numbers, phone numbers. From each
/// group at most 19 digits are looked at.
/// </summary>
internal static class NumberDetector
{
    private const int MaxDigits = 19;

    internal static void Find(string text, ContentKinds kinds, List<Finding> findings)
    {
        Span<char> digits = stackalloc char[MaxDigits];
        for (int i = 0; i < text.Length;)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                i++;
                continue;
            }

            Finding? found = null;
            if (Boundary.Before(text, i))
            {
                found = FindFrom(text, i, kinds, digits);
            }

            if (found is { } finding)
            {
                findings.Add(finding);
                i = finding.End;
            }
            else
            {
                i = EndOfGroup(text, i);
            }
        }
    }

    // Takes one group after the other, and keeps the longest that is something.
    private static Finding? FindFrom(string text, int start, ContentKinds kinds, Span<char> digits)
    {
        Finding? best = null;
        var shape = new NumberShape(text, start);
        int count = 0;
        for (int at = start; ;)
        {
            int end = EndOfGroup(text, at);
            if (count + (end - at) > MaxDigits)
            {
                break;
            }

            text.AsSpan(at, end - at).CopyTo(digits[count..]);
            count += end - at;
            shape.AddGroup(end - at);
            if (Boundary.After(text, end))
            {
                ContentKinds kind = shape.KindOf(digits[..count]) & kinds;
                if (kind != ContentKinds.None)
                {
                    best = new Finding(shape.Start, end, kind);
                }
            }

            int next = NextGroup(text, end, out char separator);
            if (next < 0)
            {
                break;
            }

            shape.AddSeparator(separator);
            at = next;
        }

        return best;
    }

    private static int EndOfGroup(string text, int start)
    {
        int end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end;
    }

    // One separator, or a closing bracket and a blank.
    private static int NextGroup(string text, int end, out char separator)
    {
        separator = '\0';
        for (int i = end; i < text.Length && i <= end + 2; i++)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                return i > end ? i : -1;
            }

            bool isSecond = separator is ')' && text[i] is ' ' or '-';
            if (text[i] is not (' ' or '-' or '.' or '/' or ')' or '(') || (separator != '\0' && !isSecond && text[i] != '('))
            {
                return -1;
            }

            separator = separator == '\0' ? text[i] : separator;
        }

        return -1;
    }
}
