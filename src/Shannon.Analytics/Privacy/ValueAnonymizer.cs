using System.Globalization;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Privacy.Scanning;

namespace Shannon.Analytics.Privacy;

/// <summary>
/// What becomes of single values under one configuration. What it returns, it returns again for itself. Immutable but for the tokens it notes; thread-safe.
/// </summary>
internal sealed class ValueAnonymizer(FieldMatcher fields, ContentScanner scanner, KeyVersions keys, TokenMap tokens, int truncateLength)
{
    internal const string Redacted = "[REDACTED]";

    internal AnonymizationMethod? MethodOf(string path) => fields.Find(path);

    /// <summary>An id of the record, or its project: as its rule says; else a pseudonym if the scan finds something in it, so that different ones stay different.</summary>
    internal string? Id(string field, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return value;
        }

        if (MethodOf(field) is { } method)
        {
            return Apply(method, value);
        }

        return scanner.IsOn && !keys.IsPseudonym(value) && scanner.Finds(value) ? keys.Current.Hash(value) : value;
    }

    /// <summary>A natural key: also a pseudonym if it shows an id that the record no longer shows.</summary>
    internal string? Key(string? key, ReadOnlySpan<(string? Before, string? After)> ids)
    {
        string? own = Id(FieldNames.Key, key);
        if (own is null || !string.Equals(own, key, StringComparison.Ordinal))
        {
            return own;
        }

        foreach (var (before, after) in ids)
        {
            if (before is { Length: >= MinTellingLength } && !string.Equals(before, after, StringComparison.Ordinal) && own.Contains(before, StringComparison.Ordinal))
            {
                return keys.Current.Hash(own);
            }
        }

        return own;
    }

    /// <summary>A name of a metric, attribute or measurement: scanned alone.</summary>
    internal string Name(string name, int maximum) => scanner.IsOn ? Clip(scanner.Clean(name), maximum) : name;

    internal AttributeValue Attribute(string name, AttributeValue value)
    {
        if (MethodOf(name) is { } method)
        {
            return value.Kind switch
            {
                AttributeKind.None => value,
                AttributeKind.Number when method == AnonymizationMethod.Generalize => Generalizer.Round(value.RawNumber),
                _ => Clip(Apply(method, value.ToString()), MetricLimits.MaxAttributeLength),
            };
        }

        return value.Kind switch
        {
            AttributeKind.Text => Scan(value),
            AttributeKind.Json when !fields.IsEmpty || scanner.IsOn => JsonAnonymizer.Apply(this, name, value),
            _ => value,
        };
    }

    /// <summary>Free text that no rule names.</summary>
    internal string Scan(string text) => scanner.IsOn && !keys.IsPseudonym(text) ? scanner.Clean(text) : text;

    internal string Apply(AnonymizationMethod method, string text)
    {
        if (text.Length == 0)
        {
            return text;
        }

        switch (method)
        {
            case AnonymizationMethod.Redact:
                return Redacted;
            case AnonymizationMethod.Truncate:
                return Truncate(text);
            case AnonymizationMethod.Generalize:
                return Generalizer.Coarsen(text);
        }

        if (keys.IsPseudonym(text))
        {
            return text;
        }

        if (method == AnonymizationMethod.Hash)
        {
            return keys.Current.Hash(text);
        }

        string token = keys.Current.Token(text);
        tokens.Add(token, text, keys.Current.Master);
        return token;
    }

    internal static string Clip(string text, int maximum) =>
        text.Length <= maximum ? text : text[..(char.IsHighSurrogate(text[maximum - 1]) ? maximum - 1 : maximum)];

    private const int MinTellingLength = 3;

    private AttributeValue Scan(AttributeValue value)
    {
        string text = value.Text!;
        string cleaned = Scan(text);
        return ReferenceEquals(cleaned, text) ? value : Clip(cleaned, MetricLimits.MaxAttributeLength);
    }

    // Scanned first, so that half of an address does not stay behind; and again, because a cut text may look like something new.
    private string Truncate(string text)
    {
        string current = text;
        for (int round = 0; round < 4; round++)
        {
            string next = Cut(Scan(current));
            if (string.Equals(next, current, StringComparison.Ordinal))
            {
                break;
            }

            current = next;
        }

        return current;
    }

    private string Cut(string text)
    {
        int end = 0;
        for (int i = 0; i < truncateLength && end < text.Length; i++)
        {
            end += StringInfo.GetNextTextElementLength(text, end);
        }

        return text[..end];
    }
}
