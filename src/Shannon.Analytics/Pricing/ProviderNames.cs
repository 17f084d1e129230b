using System.Collections.Frozen;

namespace Shannon.Analytics.Pricing;

/// <summary>
/// One name per provider. The canonical names are those of the LiteLLM price map; the others are what OpenTelemetry
/// (<c>gen_ai.provider.name</c>), Claude Code and the map itself call the same thing.
/// </summary>
internal static class ProviderNames
{
    public const string Anthropic = "anthropic";
    public const string Bedrock = "bedrock";
    public const string VertexAi = "vertex_ai";
    public const string AzureAi = "azure_ai";

    private static readonly FrozenDictionary<string, string> Canonical = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        [Anthropic] = Anthropic,
        ["firstparty"] = Anthropic,
        ["first_party"] = Anthropic,
        [Bedrock] = Bedrock,
        ["bedrock_converse"] = Bedrock,
        ["aws.bedrock"] = Bedrock,
        ["aws_bedrock"] = Bedrock,
        ["amazon-bedrock"] = Bedrock,
        ["amazon_bedrock"] = Bedrock,
        [VertexAi] = VertexAi,
        ["vertex"] = VertexAi,
        ["gcp.vertex_ai"] = VertexAi,
        ["google-vertex"] = VertexAi,
        [AzureAi] = AzureAi,
        ["foundry"] = AzureAi,
        ["azure.ai.inference"] = AzureAi,
        ["azure"] = "azure",
        ["azure.ai.openai"] = "azure",
        ["openai"] = "openai",
        ["openrouter"] = "openrouter",
        ["vercel_ai_gateway"] = "vercel_ai_gateway",
        ["databricks"] = "databricks",
        ["gemini"] = "gemini",
        ["gcp.gemini"] = "gemini",
        ["mistral"] = "mistral",
        ["mistral_ai"] = "mistral",
        ["groq"] = "groq",
        ["deepseek"] = "deepseek",
        ["xai"] = "xai",
        ["x_ai"] = "xai",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The canonical name; an unknown provider keeps its own, in lower case. Null and blank stay unknown.</summary>
    public static string? Canonicalise(string? provider)
    {
        if (string.IsNullOrWhiteSpace(provider))
        {
            return null;
        }

        string name = provider.Trim().ToLowerInvariant();

        // The map files the same platform under several names: vertex_ai-anthropic_models, vertex_ai-llama_models, ….
        return name.StartsWith("vertex_ai-", StringComparison.Ordinal) ? VertexAi : Canonical.GetValueOrDefault(name, name);
    }

    /// <summary>Whether a path segment in front of a model id names a provider, and which.</summary>
    public static bool TryRecognise(string segment, out string provider) => Canonical.TryGetValue(segment, out provider!);

    /// <summary>Platforms whose global endpoints sell the vendor's models at the vendor's list price.</summary>
    public static bool SellsAtListPrice(string provider) => provider is Bedrock or VertexAi or AzureAi;
}
