namespace Shannon.Analytics.Sessions;

/// <summary>
/// Runs agent sessions. The engine subscribes to it and records what happens; hosts implement it over their own sessions, or use one of the
/// implementations: an in-memory one is in the package Shannon.Analytics.Testing. Disposing it ends all sessions. Thread-safe.
/// </summary>
public interface ISessionManager : IAsyncDisposable
{
    /// <summary>Creates a session.</summary>
    /// <param name="options">What it shall be; <see langword="null"/> for the manager's defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<AgentSession> CreateSessionAsync(AgentSessionOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Runs a prompt and waits for its end. A prompt that fails is a result, not an exception.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="prompt">The prompt.</param>
    /// <param name="cancellationToken">Cancels the prompt.</param>
    /// <exception cref="KeyNotFoundException">There is no such session.</exception>
    Task<PromptResult> ExecutePromptAsync(string sessionId, string prompt, CancellationToken cancellationToken = default);

    /// <summary>Ends a session; does nothing if there is none of this id.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task EndSessionAsync(string sessionId, CancellationToken cancellationToken = default);

    /// <summary>Reports what happens from now on to a listener.</summary>
    /// <param name="listener">The listener.</param>
    /// <returns>Ends the subscription when disposed; no call begins afterwards.</returns>
    IDisposable Subscribe(ISessionListener listener);
}
