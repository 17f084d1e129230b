using Shannon.Analytics.ClaudeCode.Parsing;
using Shannon.Analytics.ClaudeCode.Recording;

namespace Shannon.Analytics.ClaudeCode.Streaming;

/// <summary>A response of which further lines may come. Not thread-safe.</summary>
internal sealed class PendingResponse(LineContext context, Response response)
{
    internal LineContext Context { get; } = context;

    internal Response Response { get; private set; } = response;

    /// <summary>It comes in pieces, the last of which says so.</summary>
    internal bool IsStreamed { get; set; }

    /// <summary>It broke off; the next response of the conversation answers the same request.</summary>
    internal void Abandon() => Response = Response with { IsAbandoned = true };

    /// <summary>Of each count the larger one is true: lines in the middle of a response carry what its beginning said.</summary>
    internal void Raise(in Usage other, string? requestId, bool isFinal)
    {
        Usage usage = Response.Usage;
        usage.Input = Math.Max(usage.Input, other.Input);
        usage.Output = Math.Max(usage.Output, other.Output);
        usage.CacheRead = Math.Max(usage.CacheRead, other.CacheRead);
        usage.CacheCreation = Larger(usage.CacheCreation, other.CacheCreation);
        usage.CacheCreation5m = Larger(usage.CacheCreation5m, other.CacheCreation5m);
        usage.CacheCreation1h = Larger(usage.CacheCreation1h, other.CacheCreation1h);
        usage.WebSearches = Math.Max(usage.WebSearches, other.WebSearches);
        Response = Response with { Usage = usage, RequestId = Response.RequestId ?? requestId, IsFinal = Response.IsFinal || isFinal };
    }

    private static long? Larger(long? a, long? b) => a is null ? b : b is null ? a : Math.Max(a.Value, b.Value);
}
