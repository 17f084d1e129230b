namespace Shannon.Analytics.Privacy;

/// <summary>
/// What to look for in free text. Best effort: what is written unusually is missed, and what merely looks alike is taken. Fields that surely hold
/// personal data should be named instead. The numeric values are stored and never change.
/// </summary>
[Flags]
public enum ContentKinds
{
    /// <summary>Nothing; the default.</summary>
    None = 0,

    /// <summary>E-mail addresses; become <c>[EMAIL]</c>.</summary>
    Email = 1,

    /// <summary>Phone numbers: international ones with <c>+</c>, and national ones with separators; become <c>[PHONE]</c>.</summary>
    Phone = 2,

    /// <summary>International bank account numbers with a right check sum (ISO 13616, modulo 97); become <c>[IBAN]</c>.</summary>
    Iban = 4,

    /// <summary>Payment card numbers of 13 to 19 digits with a right check digit (ISO/IEC 7812, Luhn); become <c>[CARD]</c>.</summary>
    CreditCard = 8,

    /// <summary>United States social security numbers, with separators; become <c>[SSN]</c>.</summary>
    SocialSecurityNumber = 16,

    /// <summary>IP addresses of version 4 and 6; become <c>[IP]</c>.</summary>
    IpAddress = 32,

    /// <summary>API keys, tokens and private keys, by known beginnings or by how random they look; become <c>[SECRET]</c>.</summary>
    Secret = 64,

    /// <summary>All of them.</summary>
    All = Email | Phone | Iban | CreditCard | SocialSecurityNumber | IpAddress | Secret,
}
