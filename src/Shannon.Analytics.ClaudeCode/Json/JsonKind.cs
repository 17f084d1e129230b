namespace Shannon.Analytics.ClaudeCode.Json;

/// <summary>What begins at a place in JSON text.</summary>
internal enum JsonKind
{
    /// <summary>The end of the text, or no JSON.</summary>
    None,
    Object,
    Array,
    Text,
    Number,
    True,
    False,
    Null,
}
