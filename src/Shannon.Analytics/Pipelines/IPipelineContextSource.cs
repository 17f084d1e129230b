using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Pipelines;

/// <summary>
/// Tells enrichers about sessions and users. The engine's own asks the store: a session's user, project and model, and the metadata of its latest
/// <c>session_start</c>; of a user, what that metadata says under names that begin with <c>user_</c> in the user's latest session. A host that keeps a directory of users
/// gives its own. Thread-safe. Answers are remembered for the rest of a run.
/// </summary>
public interface IPipelineContextSource
{
    /// <summary>Finds a session.</summary>
    /// <param name="sessionId">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is known, or <see langword="null"/>.</returns>
    ValueTask<SessionContext?> FindSessionAsync(string sessionId, CancellationToken cancellationToken = default);

    /// <summary>Finds a user.</summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Attributes to add to the user's records, or <see langword="null"/>.</returns>
    ValueTask<AttributeSet?> FindUserAsync(string userId, CancellationToken cancellationToken = default);
}
