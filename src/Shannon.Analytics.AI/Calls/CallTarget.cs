using Microsoft.Extensions.AI;

namespace Shannon.Analytics.AI.Calls;

/// <summary>What a client talks to.</summary>
internal sealed record CallTarget(string? Provider, string? DefaultModel, Uri? Address)
{
    internal static CallTarget Of(IChatClient client, ChatAnalyticsOptions options)
    {
        ChatClientMetadata? metadata = client.GetService<ChatClientMetadata>();
        return new CallTarget(options.Provider ?? metadata?.ProviderName, metadata?.DefaultModelId, metadata?.ProviderUri);
    }
}
