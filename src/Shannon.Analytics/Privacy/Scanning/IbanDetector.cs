namespace Shannon.Analytics.Privacy.Scanning;

/// <summary>
/// Finds bank account numbers (ISO 13616): two capital letters, two digits, 11 to 30 letters or digits, together or in groups with single blanks, whose check
/// sum is right (ISO/IEC 7064, modulo 97-10). From each place at most 34 characters and their blanks are looked at.
/// </summary>
internal static class IbanDetector
{
    private const int MinLength = 15;
    private const int MaxLength = 34;

    internal static void Find(string text, List<Finding> findings)
    {
        for (int i = 0; i + MinLength <= text.Length; i++)
        {
            if (char.IsAsciiLetterUpper(text[i]) && char.IsAsciiLetterUpper(text[i + 1]) && char.IsAsciiDigit(text[i + 2]) && char.IsAsciiDigit(text[i + 3]) && Boundary.Before(text, i)
                && EndOf(text, i) is var end and > 0)
            {
                findings.Add(new Finding(i, end, ContentKinds.Iban));
                i = end - 1;
            }
        }
    }

    // The longest that fits. The number begins with what stands behind the first four, which count last.
    private static int EndOf(string text, int start)
    {
        int remainder = 0;
        int length = 4;
        int found = 0;
        for (int i = start + 4; i < text.Length && length < MaxLength; i++)
        {
            char c = text[i];
            if (c == ' ' && i + 1 < text.Length && char.IsAsciiLetterOrDigit(text[i + 1]))
            {
                continue;
            }

            if (!char.IsAsciiDigit(c) && !char.IsAsciiLetterUpper(c))
            {
                break;
            }

            remainder = Add(remainder, c);
            length++;
            if (length >= MinLength && Boundary.After(text, i + 1) && WithFirstFour(remainder, text.AsSpan(start, 4)) == 1)
            {
                found = i + 1;
            }
        }

        return found;
    }

    private static int WithFirstFour(int remainder, ReadOnlySpan<char> firstFour)
    {
        foreach (char c in firstFour)
        {
            remainder = Add(remainder, c);
        }

        return remainder;
    }

    private static int Add(int remainder, char c) =>
        char.IsAsciiDigit(c) ? ((remainder * 10) + (c - '0')) % 97 : ((remainder * 100) + (c - 'A' + 10)) % 97;
}
