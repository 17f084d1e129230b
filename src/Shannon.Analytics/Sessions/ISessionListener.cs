namespace Shannon.Analytics.Sessions;

/// <summary>Learns what happens in the sessions of a manager. Called concurrently for different sessions, in order within one.</summary>
public interface ISessionListener
{
    /// <summary>Something happened. The manager awaits the task, so that what it reports is recorded before it goes on; a failing listener must not fail the session.</summary>
    /// <param name="activity">What happened.</param>
    /// <param name="cancellationToken">The session is being torn down.</param>
    ValueTask OnActivityAsync(SessionActivity activity, CancellationToken cancellationToken = default);
}
