namespace Shannon.Analytics.Privacy.Scanning;

/// <summary>
/// Finds e-mail addresses around each '@': what may be a local part (RFC 5322, unquoted; RFC 6531) before it, and a host with a dot behind it. Neither
/// reaches over another '@', so that no character is looked at more than twice.
/// </summary>
internal static class EmailDetector
{
    internal static void Find(string text, List<Finding> findings)
    {
        for (int at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            int start = at;
            while (start > 0 && IsLocal(text[start - 1]))
            {
                start--;
            }

            while (start < at && text[start] == '.')
            {
                start++;
            }

            int end = at + 1;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '.' or '-'))
            {
                end++;
            }

            while (end > at + 1 && text[end - 1] is '.' or '-')
            {
                end--;
            }

            ReadOnlySpan<char> host = text.AsSpan(at + 1, Math.Max(0, end - at - 1));
            int dot = host.LastIndexOf('.');
            if (start < at && dot > 0 && host.Length - dot > 2 && char.IsLetter(host[^1]))
            {
                findings.Add(new Finding(start, end, ContentKinds.Email));
            }
        }
    }

    private static bool IsLocal(char c) => char.IsLetterOrDigit(c) || (c < 128 && "!#$%&'*+-/=?^_`{|}~.".Contains(c, StringComparison.Ordinal));
}
