using System.Net;

namespace Shannon.Analytics.Privacy.Scanning;

/// <summary>Finds IP addresses: four decimal numbers to 255, or a row of hexadecimal groups and colons (RFC 4291) with at least four digits. Each row is looked at once.</summary>
internal static class IpAddressDetector
{
    private const int MaxLength = 45;

    internal static void Find(string text, List<Finding> findings)
    {
        for (int start = 0; start < text.Length;)
        {
            if (!IsPart(text[start]))
            {
                start++;
                continue;
            }

            int end = start;
            while (end < text.Length && IsPart(text[end]))
            {
                end++;
            }

            Check(text, start, end, findings);
            start = end;
        }
    }

    // What may close a sentence, or follow a name and a colon, is no part of the address.
    private static void Check(string text, int start, int end, List<Finding> findings)
    {
        while (end > start && text[end - 1] is '.' or ':' && !(end - start > 1 && text[end - 1] == ':' && text[end - 2] == ':'))
        {
            end--;
        }

        while (start < end && text[start] is '.' or ':' && !(end - start > 1 && text[start] == ':' && text[start + 1] == ':'))
        {
            start++;
        }

        if (!Boundary.Before(text, start) || !Boundary.After(text, end))
        {
            return;
        }

        ReadOnlySpan<char> row = text.AsSpan(start, end - start);
        int colon = row.IndexOf(':');
        if (colon > 0 && row[..colon].Count('.') == 3 && row[(colon + 1)..].IndexOfAnyExceptInRange('0', '9') < 0)
        {
            // An address of version 4 with a port.
            row = row[..colon];
        }

        if (row.Length <= MaxLength && (IsFour(row) || IsSix(row)))
        {
            findings.Add(new Finding(start, start + row.Length, ContentKinds.IpAddress));
        }
    }

    private static bool IsPart(char c) => char.IsAsciiHexDigit(c) || c is '.' or ':';

    private static bool IsFour(ReadOnlySpan<char> row)
    {
        int numbers = 0;
        foreach (Range part in row.Split('.'))
        {
            ReadOnlySpan<char> number = row[part];
            if (++numbers > 4 || number.Length is 0 or > 3 || number.IndexOfAnyExceptInRange('0', '9') >= 0 || int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) > 255)
            {
                return false;
            }
        }

        return numbers == 4;
    }

    private static bool IsSix(ReadOnlySpan<char> row)
    {
        int colons = row.Count(':');
        return colons >= 2 && row.Length - colons >= 4 && row.ContainsAnyInRange('0', '9') && (colons == 7 || row.IndexOf("::") >= 0 || row.Contains('.')) && IPAddress.TryParse(row, out _);
    }
}
