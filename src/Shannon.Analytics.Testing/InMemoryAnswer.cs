namespace Shannon.Analytics.Testing;

/// <summary>What an <see cref="InMemorySessionManager"/> answers, and what the metrics say about it. No time really passes.</summary>
/// <param name="Text">The answer.</param>
public sealed record InMemoryAnswer(string Text)
{
    /// <summary>How long it took, by the record; 0.5 seconds by default.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Tokens in; 100 by default.</summary>
    public long PromptTokens { get; init; } = 100;

    /// <summary>Tokens out; 200 by default.</summary>
    public long CompletionTokens { get; init; } = 200;

    /// <summary>Reported cost in US dollars; none by default.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Makes the prompt fail with this type of error; <see langword="null"/> (the default) lets it succeed.</summary>
    public string? ErrorType { get; init; }
}
