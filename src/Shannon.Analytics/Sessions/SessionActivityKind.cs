namespace Shannon.Analytics.Sessions;

/// <summary>What happened in a session.</summary>
public enum SessionActivityKind
{
    /// <summary>The session was created.</summary>
    Started,

    /// <summary>A prompt is about to run.</summary>
    PromptStarted,

    /// <summary>Something happened, mostly while a prompt runs.</summary>
    Progress,

    /// <summary>A prompt ended, well or not.</summary>
    PromptEnded,

    /// <summary>The session ended.</summary>
    Ended,
}
