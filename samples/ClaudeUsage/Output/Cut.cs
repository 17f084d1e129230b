namespace ClaudeUsage.Output;

/// <summary>Where a text that is too long loses characters.</summary>
internal enum Cut
{
    /// <summary>At the end.</summary>
    End,

    /// <summary>At the start, as paths and models do, whose end tells most.</summary>
    Start,
}
