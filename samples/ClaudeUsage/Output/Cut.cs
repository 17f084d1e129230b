namespace ClaudeUsage.Output;

/// <summary>Where a text that is too long loses characters.</summary>
internal enum Cut
{
    /// <summary>At the end.</summary>
    End,

    /// <summary>At the start, as paths do, whose end tells most.</summary>
    Start,

    /// <summary>In the middle, as model names do, whose ends tell most.</summary>
    Middle,
}
