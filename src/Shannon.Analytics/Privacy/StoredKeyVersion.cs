namespace Shannon.Analytics.Privacy;

/// <summary>One version of the key of pseudonyms.</summary>
/// <param name="KeyId">The master key that it is derived from.</param>
/// <param name="Salt">The salt, encrypted; null for none.</param>
internal sealed record StoredKeyVersion(string KeyId, string? Salt)
{
    /// <summary>What the salt of a version is encrypted for.</summary>
    /// <param name="version">From 1.</param>
    internal static string Purpose(int version) => FormattableString.Invariant($"privacy.salt:{version}");
}
