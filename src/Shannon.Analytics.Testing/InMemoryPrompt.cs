using Shannon.Analytics.Sessions;

namespace Shannon.Analytics.Testing;

/// <summary>A prompt that an <see cref="InMemorySessionManager"/> is asked to answer.</summary>
/// <param name="Session">The session.</param>
/// <param name="Text">The prompt.</param>
/// <param name="Number">How many prompts the session had before, from 0.</param>
public sealed record InMemoryPrompt(AgentSession Session, string Text, int Number);
