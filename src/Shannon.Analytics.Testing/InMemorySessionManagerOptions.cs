namespace Shannon.Analytics.Testing;

/// <summary>How an <see cref="InMemorySessionManager"/> answers.</summary>
public sealed record InMemorySessionManagerOptions
{
    /// <summary>The clock; the system's by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The model of sessions that ask for none.</summary>
    public string Model { get; init; } = "in-memory";

    /// <summary>Answers a prompt; by default with the prompt itself, after 0.5 seconds by the record, 100 tokens in and 200 out.</summary>
    public Func<InMemoryPrompt, InMemoryAnswer> Answer { get; init; } = static prompt => new InMemoryAnswer(prompt.Text);
}
