namespace Shannon.Analytics.Privacy.Scanning;

/// <summary>
/// Finds API keys and the like: words with a known beginning, blocks of private keys (RFC 7468), and long words of capital and small letters and digits that
/// look random. Each word is looked at once.
/// </summary>
internal static class SecretDetector
{
    private const int MinAfterPrefix = 12;
    private const int MinRandomLength = 24;

    // Of 24 different characters 4.58 bits each; identifiers that people write repeat more.
    private const double MinEntropy = 4.0;
    private const string KeyBlock = "-----BEGIN ";
    private const string KeyBlockEnd = "-----END ";

    private static readonly string[] Prefixes =
    [
        "sk-", "sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_",
        "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-",
        "xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xapp-",
        "AKIA", "ASIA", "AIza", "ya29.", "hf_", "npm_", "pypi-", "dop_v1_", "shpat_", "SG.", "eyJ",
    ];

    // Ids of messages, requests and tool uses are as random, but no secrets, and records are joined by them.
    private static readonly string[] Harmless = ["msg_", "req_", "toolu_", "srvtoolu_", "call_", "resp_", "chatcmpl-", "session_", Pseudonymizer.HashPrefix, Pseudonymizer.TokenPrefix];

    /// <summary>Whether the text holds a word long enough to be one.</summary>
    internal static bool MayHold(string text) => text.Length >= MinAfterPrefix;

    internal static void Find(string text, List<Finding> findings)
    {
        FindBlocks(text, findings);
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

            if (end - start >= MinAfterPrefix)
            {
                Check(text, start, end, findings);
            }

            start = end;
        }
    }

    private static void FindBlocks(string text, List<Finding> findings)
    {
        for (int start = text.IndexOf(KeyBlock, StringComparison.Ordinal); start >= 0;)
        {
            int lineEnd = text.IndexOf("-----", start + KeyBlock.Length, StringComparison.Ordinal);
            if (lineEnd < 0)
            {
                return;
            }

            int next = text.IndexOf(KeyBlock, lineEnd, StringComparison.Ordinal);
            if (text.AsSpan(start, lineEnd - start).EndsWith("PRIVATE KEY", StringComparison.Ordinal))
            {
                // One that was cut off reaches to the end.
                int last = text.IndexOf(KeyBlockEnd, lineEnd, StringComparison.Ordinal);
                int close = last < 0 ? -1 : text.IndexOf("-----", last + KeyBlockEnd.Length, StringComparison.Ordinal);
                int end = close < 0 ? text.Length : close + 5;
                findings.Add(new Finding(start, end, ContentKinds.Secret));
                next = text.IndexOf(KeyBlock, end, StringComparison.Ordinal);
            }

            start = next;
        }
    }

    // The word may be the right side of an assignment: 'key=sk-...'.
    private static void Check(string text, int start, int end, List<Finding> findings)
    {
        int from = start;
        while (from < end)
        {
            int to = text.AsSpan(from, end - from).IndexOfAny('=', '/') is var cut and >= 0 ? from + cut : end;
            int bare = to;
            while (bare > from && text[bare - 1] == '.')
            {
                bare--;
            }

            ReadOnlySpan<char> word = text.AsSpan(from, bare - from);
            if (word.Length >= MinAfterPrefix && (HasPrefix(word) || LooksRandom(word)))
            {
                findings.Add(new Finding(from, bare, ContentKinds.Secret));
            }

            from = to + 1;
        }
    }

    private static bool HasPrefix(ReadOnlySpan<char> word)
    {
        foreach (string prefix in Prefixes)
        {
            if (word.StartsWith(prefix, StringComparison.Ordinal) && word.Length >= prefix.Length + MinAfterPrefix)
            {
                // A word such as 'sk-something-written' has no digit.
                return word.ContainsAnyInRange('0', '9');
            }
        }

        return false;
    }

    private static bool LooksRandom(ReadOnlySpan<char> word)
    {
        if (word.Length < MinRandomLength || word.Contains('.') || !word.ContainsAnyInRange('0', '9') || !word.ContainsAnyInRange('a', 'z') || !word.ContainsAnyInRange('A', 'Z'))
        {
            return false;
        }

        foreach (string prefix in Harmless)
        {
            if (word.StartsWith(prefix, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return Entropy(word) >= MinEntropy;
    }

    /// <summary>Shannon's entropy of the characters, in bits each.</summary>
    private static double Entropy(ReadOnlySpan<char> word)
    {
        Span<int> counts = stackalloc int[128];
        counts.Clear();
        foreach (char c in word)
        {
            counts[c]++;
        }

        double bits = 0;
        foreach (int count in counts)
        {
            if (count > 0)
            {
                double share = (double)count / word.Length;
                bits -= share * Math.Log2(share);
            }
        }

        return bits;
    }

    private static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or '+' or '=';
}
