namespace Shannon.Analytics.Privacy;

/// <summary>What becomes of the value of an anonymised field. The numeric values are stored and never change.</summary>
public enum AnonymizationMethod
{
    /// <summary>
    /// A pseudonym: HMAC-SHA256 (RFC 2104) under a key derived from the store's key and the salt, cut to 128 bits. The same value gives the same
    /// pseudonym, so that records can still be grouped and joined; who lacks the key cannot find the value by trying, even knowing the salt.
    /// </summary>
    Hash = 0,

    /// <summary>The text <c>[REDACTED]</c>.</summary>
    Redact = 1,

    /// <summary>A pseudonym that <see cref="IPrivacy.RevealAsync"/> turns back: the value is kept encrypted beside the records.</summary>
    Tokenize = 2,

    /// <summary>The first characters (text elements); see <see cref="AnonymizationOptions.TruncateLength"/>.</summary>
    Truncate = 3,

    /// <summary>
    /// Something coarser: a number rounded to one significant digit, the month of a date, the network of an IP address (/24, /48), the domain of an
    /// e-mail address, the host of a URL; any other text becomes <c>[GENERALIZED]</c>.
    /// </summary>
    Generalize = 4,
}
