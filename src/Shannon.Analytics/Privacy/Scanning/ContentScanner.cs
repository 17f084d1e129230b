using System.Buffers;
using System.Text;

namespace Shannon.Analytics.Privacy.Scanning;

/// <summary>
/// Replaces in a text what looks like personal data or a secret. Every detector passes over the text once and looks at a bounded number of characters
/// around each place, or at none twice, so that the time grows with the length alone. Immutable and thread-safe.
/// </summary>
internal sealed class ContentScanner(ContentKinds kinds)
{
    // A replacement may set free what stood directly beside it; whoever nests more gets what remains replaced another time.
    private const int MaxPasses = 4;

    // None of the kinds does without one of these or without a letter in a long row, which only secrets do.
    private static readonly SearchValues<char> Telling = SearchValues.Create("@0123456789:");

    internal bool IsOn => kinds != ContentKinds.None;

    /// <summary>The text without what was found; the same object if nothing was.</summary>
    internal string Clean(string text)
    {
        string current = text;
        for (int pass = 0; pass < MaxPasses; pass++)
        {
            string next = CleanOnce(current);
            if (ReferenceEquals(next, current))
            {
                break;
            }

            current = next;
        }

        return current;
    }

    /// <summary>Whether there is anything to replace.</summary>
    internal bool Finds(string text) => !ReferenceEquals(CleanOnce(text), text);

    private string CleanOnce(string text)
    {
        if (kinds == ContentKinds.None || text.Length < MinLength)
        {
            return text;
        }

        string normal = TextNormalizer.Normalize(text);
        bool telling = normal.AsSpan().ContainsAny(Telling);
        if (!telling && ((kinds & ContentKinds.Secret) == 0 || !SecretDetector.MayHold(normal)))
        {
            return text;
        }

        List<Finding> findings = [];
        Find(normal, findings);
        return findings.Count == 0 ? text : Replace(normal, findings);
    }

    private const int MinLength = 5;

    private void Find(string text, List<Finding> findings)
    {
        if (Wants(ContentKinds.Secret))
        {
            SecretDetector.Find(text, findings);
        }

        if (Wants(ContentKinds.Email))
        {
            EmailDetector.Find(text, findings);
        }

        if (Wants(ContentKinds.Iban))
        {
            IbanDetector.Find(text, findings);
        }

        if (Wants(ContentKinds.IpAddress))
        {
            IpAddressDetector.Find(text, findings);
        }

        if ((kinds & (ContentKinds.CreditCard | ContentKinds.SocialSecurityNumber | ContentKinds.Phone)) != 0)
        {
            NumberDetector.Find(text, kinds, findings);
        }
    }

    private bool Wants(ContentKinds kind) => (kinds & kind) != 0;

    // Where two overlap, the one that begins first names the whole; at the same place the longer one.
    private static string Replace(string text, List<Finding> findings)
    {
        findings.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.End.CompareTo(a.End));
        var cleaned = new StringBuilder(text.Length);
        int done = 0;
        foreach (Finding finding in findings)
        {
            if (finding.Start >= done)
            {
                cleaned.Append(text, done, finding.Start - done).Append(ReplacementOf(finding.Kind));
            }

            done = Math.Max(done, finding.End);
        }

        return cleaned.Append(text, done, text.Length - done).ToString();
    }

    private static string ReplacementOf(ContentKinds kind) => kind switch
    {
        ContentKinds.Email => "[EMAIL]",
        ContentKinds.Phone => "[PHONE]",
        ContentKinds.Iban => "[IBAN]",
        ContentKinds.CreditCard => "[CARD]",
        ContentKinds.SocialSecurityNumber => "[SSN]",
        ContentKinds.IpAddress => "[IP]",
        _ => "[SECRET]",
    };
}
