using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Shannon.Analytics.Integrations.Webhooks;

/// <summary>
/// Signs and verifies messages as the Standard Webhooks specification says: HMAC-SHA256 over id, timestamp and payload with dots between,
/// written <c>v1,</c> and base64; several stand in one header with blanks between. Receivers written in .NET can use <see cref="Verify"/>.
/// </summary>
public static class WebhookSignature
{
    /// <summary>The header with the message's id, the same in every attempt.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>The header with the seconds since 1970 at which the attempt was made.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>The header with the signatures.</summary>
    public const string SignatureHeader = "webhook-signature";

    private const string SecretPrefix = "whsec_";
    private const string Version = "v1,";
    private const int NewSecretBytes = 32;

    /// <summary>Makes a secret of 256 random bits.</summary>
    /// <returns><c>whsec_</c> and base64.</returns>
    public static string NewSecret() => SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(NewSecretBytes));

    /// <summary>Signs a message.</summary>
    /// <param name="secret"><c>whsec_</c> and 24 to 64 bytes in base64.</param>
    /// <param name="id">The message's id.</param>
    /// <param name="timestamp">Seconds since 1970.</param>
    /// <param name="payload">The body, byte for byte.</param>
    /// <returns><c>v1,</c> and base64.</returns>
    /// <exception cref="ArgumentException">The secret has another form.</exception>
    public static string Sign(string secret, string id, long timestamp, ReadOnlySpan<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(id);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, BytesOf(secret) ?? throw new ArgumentException("The secret is not whsec_ followed by 24 to 64 bytes in base64.", nameof(secret)));
        hmac.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")));
        hmac.AppendData(payload);
        return Version + Convert.ToBase64String(hmac.GetHashAndReset());
    }

    /// <summary>Whether a message comes from who knows the secret, and is fresh. Takes the same time wherever a signature differs.</summary>
    /// <param name="secret"><c>whsec_</c> and 24 to 64 bytes in base64.</param>
    /// <param name="id">The header <see cref="IdHeader"/>.</param>
    /// <param name="timestamp">The header <see cref="TimestampHeader"/>.</param>
    /// <param name="signatures">The header <see cref="SignatureHeader"/>.</param>
    /// <param name="payload">The body, byte for byte.</param>
    /// <param name="now">The present moment; a message more than 5 minutes from it is refused, since it may be a replay.</param>
    /// <exception cref="ArgumentException">The secret has another form.</exception>
    public static bool Verify(string secret, string id, string timestamp, string signatures, ReadOnlySpan<byte> payload, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(signatures);
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) || Math.Abs((decimal)seconds - now.ToUnixTimeSeconds()) > 300)
        {
            return false;
        }

        byte[] expected = Encoding.ASCII.GetBytes(Sign(secret, id, seconds, payload));
        bool matches = false;
        foreach (string signature in signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            matches |= CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(signature));
        }

        return matches;
    }

    internal static bool IsSecret(string secret) => BytesOf(secret) is not null;

    private static byte[]? BytesOf(string? secret)
    {
        if (secret is null || secret.Length > 128 || !secret.StartsWith(SecretPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        byte[] bytes = new byte[128];
        return Convert.TryFromBase64String(secret[SecretPrefix.Length..], bytes, out int count) && count is >= 24 and <= 64 ? bytes[..count] : null;
    }
}
