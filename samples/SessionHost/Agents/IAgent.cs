using Shannon.Analytics.Sessions;

namespace SessionHost.Agents;

/// <summary>Answers the prompts of a session.</summary>
internal interface IAgent
{
    /// <summary>Runs one prompt and says what happens while it happens; the last step is <see cref="AgentStep.Ended"/>.</summary>
    IAsyncEnumerable<AgentStep> RunAsync(AgentSession session, string prompt, CancellationToken cancellationToken);
}
