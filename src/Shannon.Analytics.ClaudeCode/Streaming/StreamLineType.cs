namespace Shannon.Analytics.ClaudeCode.Streaming;

/// <summary>What a line of the live stream is.</summary>
internal enum StreamLineType
{
    /// <summary>A type that is not known: counted.</summary>
    Unknown,

    /// <summary>A known type that says nothing of interest.</summary>
    Ignored,

    /// <summary>Claude Code is ready: model, version, folder.</summary>
    Init,
    Assistant,
    User,

    /// <summary>A piece of a response, as the model's API sends it.</summary>
    Event,

    /// <summary>A turn ended.</summary>
    Result,

    /// <summary>A request failed and is tried again.</summary>
    Retry,
    Compaction,
    Denial,
    RateLimit,

    /// <summary>The conversation goes on under another id.</summary>
    Reset,
}
