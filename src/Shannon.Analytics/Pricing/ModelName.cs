using System.Globalization;

namespace Shannon.Analytics.Pricing;

/// <summary>
/// A model name taken apart: who serves it, from where, and the bare id, all in lower case. Understands the spellings of
/// the Claude API, Claude Code (<c>[1m]</c>), Bedrock (<c>us.anthropic.…-v1:0</c>, ARNs), Vertex AI (<c>@date</c>) and
/// gateways (<c>openrouter/anthropic/…</c>). Price rows and requests go through the same function, so both meet in one key.
/// </summary>
/// <param name="Provider">Canonical provider, or <see langword="null"/> when the name tells none.</param>
/// <param name="Region">What stands between provider and id (a region, a commitment), or empty.</param>
/// <param name="Id">The id, with its date when it has one.</param>
internal readonly record struct ModelName(string? Provider, string Region, string Id)
{
    private const string ClaudePrefix = "claude-";
    private const string BedrockVendor = "anthropic.";
    private const int DateLength = 8;

    public bool IsClaude => Id.StartsWith(ClaudePrefix, StringComparison.Ordinal);

    public static ModelName Parse(string model, string? knownProvider = null)
    {
        string text = WithoutContextMark(model.Trim().ToLowerInvariant());
        string? provider = null;
        if (text.StartsWith("arn:aws", StringComparison.Ordinal) && text.Contains(":bedrock:", StringComparison.Ordinal))
        {
            provider = ProviderNames.Bedrock;
            text = text[(text.LastIndexOf('/') + 1)..];
        }

        List<string> path = [.. text.Split('/', StringSplitOptions.RemoveEmptyEntries)];
        string id = path.Count == 0 ? text : path[^1];
        string region = string.Empty;
        for (int i = 0; i < path.Count - 1; i++)
        {
            if (ProviderNames.TryRecognise(path[i], out string recognised))
            {
                provider ??= recognised;
            }
            else
            {
                region = region.Length == 0 ? path[i] : $"{region}/{path[i]}";
            }
        }

        // us.anthropic.claude-…: a Bedrock inference profile, its geography in front.
        int vendor = id.IndexOf(BedrockVendor, StringComparison.Ordinal);
        if (vendor == 0 || (vendor > 0 && id[vendor - 1] == '.'))
        {
            provider ??= ProviderNames.Bedrock;
            region = vendor > 0 ? id[..(vendor - 1)] : region;
            id = id[(vendor + BedrockVendor.Length)..];
        }

        if (id.StartsWith(ClaudePrefix, StringComparison.Ordinal))
        {
            id = WithVertexDate(WithoutBedrockRevision(id));
        }

        return new ModelName(knownProvider ?? provider, region, id);
    }

    /// <summary>The id without a trailing <c>-YYYYMMDD</c>, or the id itself.</summary>
    public static string WithoutDate(string id)
    {
        int dash = id.Length - DateLength - 1;
        return dash > 0 && id[dash] == '-' && IsDate(id.AsSpan(dash + 1)) ? id[..dash] : id;
    }

    /// <summary>claude-opus-4.6 is how gateways write claude-opus-4-6.</summary>
    public static string WithDashedVersion(string id) =>
        id.StartsWith(ClaudePrefix, StringComparison.Ordinal) ? id.Replace('.', '-') : id;

    /// <summary>Claude Code marks the long context window by a suffix such as [1m]; the model is the same.</summary>
    private static string WithoutContextMark(string text)
    {
        int open = text.LastIndexOf('[');
        return open > 0 && text[^1] == ']' ? text[..open] : text;
    }

    /// <summary>
    /// Cuts -v1, -v1:0. What follows a second colon (:48k, a context variant sold apart) stays. A revision after a name
    /// without any digit (claude-v2:1, claude-instant-v1) is the model's version and stays too.
    /// </summary>
    private static string WithoutBedrockRevision(string id)
    {
        int v = id.LastIndexOf("-v", StringComparison.Ordinal);
        if (v < 0 || !id.AsSpan(0, v).ContainsAnyInRange('0', '9'))
        {
            return id;
        }

        string[] parts = id[(v + 2)..].Split(':');
        if (!IsNumber(parts[0]) || (parts.Length > 1 && !IsNumber(parts[1])))
        {
            return id;
        }

        return parts.Length <= 2 ? id[..v] : $"{id[..v]}:{string.Join(':', parts[2..])}";
    }

    private static string WithVertexDate(string id)
    {
        int at = id.LastIndexOf('@');
        if (at < 0)
        {
            return id;
        }

        string revision = id[(at + 1)..];
        return revision switch
        {
            "default" or "latest" => id[..at],
            _ when IsDate(revision) => $"{id[..at]}-{revision}",
            _ => id,
        };
    }

    private static bool IsNumber(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');

    private static bool IsDate(ReadOnlySpan<char> text) =>
        text.Length == DateLength && DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
