namespace Shannon.Analytics.Sessions;

/// <summary>Says whether a prompt may start. Session managers ask before each; alerts with the action <c>throttle</c> answer. Thread-safe.</summary>
public interface IThrottle
{
    /// <summary>Asks for one prompt. Each prompt allowed counts against the limit of what throttles the session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<ThrottleDecision> AskAsync(AgentSession session, CancellationToken cancellationToken = default);
}
