namespace ClaudeUsage.Output;

/// <summary>What a column of a usage table shows.</summary>
internal enum UsageColumn
{
    Name,
    Project,
    LastUsed,
    Requests,
    Input,
    Output,
    CacheWrite,
    CacheRead,

    /// <summary>Cache writes and reads together, where there is no room for both.</summary>
    Cached,

    /// <summary>All tokens together.</summary>
    Tokens,
    Cost,
}
