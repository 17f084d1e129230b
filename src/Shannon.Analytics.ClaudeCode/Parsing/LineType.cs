namespace Shannon.Analytics.ClaudeCode.Parsing;

/// <summary>What the import does with a line.</summary>
internal enum LineType
{
    /// <summary>A type that is not known: counted.</summary>
    Unknown,

    /// <summary>A known type that says nothing of interest, or repeats what other lines say.</summary>
    Ignored,
    Assistant,
    User,
    System,
}
