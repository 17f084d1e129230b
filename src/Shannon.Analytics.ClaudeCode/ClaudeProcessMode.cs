namespace Shannon.Analytics.ClaudeCode;

/// <summary>How long a process of the client lives.</summary>
public enum ClaudeProcessMode
{
    /// <summary>One process for each prompt; the next one resumes the session. Nothing runs between prompts. The default.</summary>
    PerPrompt,

    /// <summary>One process for all prompts of a session: quicker from the second prompt on, at the price of the memory that it holds meanwhile.</summary>
    LongLived,
}
