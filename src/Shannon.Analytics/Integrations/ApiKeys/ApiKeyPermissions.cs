namespace Shannon.Analytics.Integrations.ApiKeys;

/// <summary>
/// What a key may allow. A permission is <c>read</c>, <c>write</c> or <c>admin</c>, a colon, and what it is about; the host may name things of its own. With <c>*</c>
/// behind the colon it covers everything of its kind, and <see cref="Admin"/> everything whatever.
/// </summary>
public static class ApiKeyPermissions
{
    /// <summary>Reading records and figures.</summary>
    public const string ReadMetrics = "read:metrics";

    /// <summary>Reading reports.</summary>
    public const string ReadReports = "read:reports";

    /// <summary>Recording metrics.</summary>
    public const string WriteMetrics = "write:metrics";

    /// <summary>Everything.</summary>
    public const string Admin = "admin:*";

    private const int MaxLength = 64;

    internal static bool IsPermission(string? text, bool allowsStar)
    {
        int colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (colon < 0 || text!.Length > MaxLength || text[..colon] is not ("read" or "write" or "admin"))
        {
            return false;
        }

        string thing = text[(colon + 1)..];
        return (allowsStar && thing == "*") || (thing.Length > 0 && thing.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-' or '.'));
    }

    /// <summary>Whether a permission that a key has covers one that is needed.</summary>
    internal static bool Covers(string granted, string needed) =>
        granted == Admin || granted == needed || (granted.EndsWith(":*", StringComparison.Ordinal) && needed.StartsWith(granted[..^1], StringComparison.Ordinal));
}
