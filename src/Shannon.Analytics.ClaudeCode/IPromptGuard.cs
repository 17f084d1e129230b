using Shannon.Analytics.Sessions;

namespace Shannon.Analytics.ClaudeCode;

/// <summary>Says whether a prompt may start and what it may cost, and learns what it did cost: the seam for budgets. (Throttles of alerts are asked through <see cref="IThrottledSessionManager"/>.) Thread-safe.</summary>
public interface IPromptGuard
{
    /// <summary>Asks for one prompt.</summary>
    /// <param name="session">The session that wants to run it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<PromptPermit> AskAsync(AgentSession session, CancellationToken cancellationToken = default);

    /// <summary>A prompt that was allowed has ended, or did not start after all. Called once for each permit.</summary>
    /// <param name="permit">What <see cref="AskAsync"/> returned.</param>
    /// <param name="cost">What it cost in US dollars; 0 if it did not start.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask SettleAsync(PromptPermit permit, decimal cost, CancellationToken cancellationToken = default);
}
