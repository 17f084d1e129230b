using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Shannon.Analytics.Privacy;

/// <summary>Makes values coarser. What it returns, it returns again for itself.</summary>
internal static class Generalizer
{
    internal const string Other = "[GENERALIZED]";

    /// <summary>To one significant digit.</summary>
    internal static double Round(double number) =>
        number == 0 || !double.IsFinite(number) ? number : double.Parse(number.ToString("E0", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    internal static string Coarsen(string text)
    {
        string value = TextNormalizer.Normalize(text).Trim();
        return Address(value) ?? Month(value) ?? Domain(value) ?? Host(value) ?? Other;
    }

    private static string? Address(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? text : text[..slash], out IPAddress? address) || !text.AsSpan().ContainsAny('.', ':'))
        {
            return null;
        }

        byte[] bytes = address.GetAddressBytes();
        int kept = address.AddressFamily == AddressFamily.InterNetwork ? 3 : 6;
        bytes.AsSpan(kept).Clear();
        return string.Create(CultureInfo.InvariantCulture, $"{new IPAddress(bytes)}/{kept * 8}");
    }

    private static string? Month(string text)
    {
        string[] forms = ["yyyy-MM", "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss"];
        return DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            ? time.ToString("yyyy-MM", CultureInfo.InvariantCulture)
            : null;
    }

    private static string? Domain(string text)
    {
        int at = text.LastIndexOf('@');
        return at > 0 && at < text.Length - 1 && IsHost(text.AsSpan(at + 1)) ? "*@" + text[(at + 1)..].ToLowerInvariant() : null;
    }

    private static string? Host(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0 && IsHost(uri.Host) ? $"{uri.Scheme}://{uri.Host}" : null;

    // No path, no blanks: a sentence that holds an '@' is no address.
    private static bool IsHost(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('.' or '-'))
            {
                return false;
            }
        }

        return true;
    }
}
