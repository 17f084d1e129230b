using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Alerting;

/// <summary>
/// Alerts over one store: what is to be watched, where it stands, and what happened. Definitions, state and history are kept in the store. A record is
/// evaluated after its commit and before the call that awaited it returns. Of several processes over one file one evaluates; it sees the records of
/// the others within a few seconds, and takes the others' calls in as soon. Thread-safe.
/// </summary>
public interface IAlerts
{
    /// <summary>Makes an alert.</summary>
    /// <param name="definition">What it watches and does.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOptionsException">The definition is out of range; all that is wrong is named, of the condition with its position.</exception>
    /// <exception cref="InvalidOperationException">There are 100,000 alerts already.</exception>
    Task<Alert> CreateAsync(AlertDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>Finds an alert.</summary>
    /// <param name="alertId">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The alert, or <see langword="null"/>.</returns>
    Task<Alert?> GetAsync(string alertId, CancellationToken cancellationToken = default);

    /// <summary>Lists all alerts, the oldest first.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<Alert>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Gives an alert another definition. It keeps its history and counts; where it stands follows from the new condition.</summary>
    /// <param name="alertId">Its id.</param>
    /// <param name="definition">The new definition.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KeyNotFoundException">There is no such alert.</exception>
    /// <exception cref="InvalidOptionsException">The definition is out of range.</exception>
    Task<Alert> UpdateAsync(string alertId, AlertDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>Deletes an alert; its history stays.</summary>
    /// <param name="alertId">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether there was one.</returns>
    Task<bool> DeleteAsync(string alertId, CancellationToken cancellationToken = default);

    /// <summary>Turns an alert on or off. One that is turned off while it fires resolves.</summary>
    /// <param name="alertId">Its id.</param>
    /// <param name="isEnabled">Whether it is to be watched.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KeyNotFoundException">There is no such alert.</exception>
    Task<Alert> EnableAsync(string alertId, bool isEnabled = true, CancellationToken cancellationToken = default);

    /// <summary>Says that someone looks after a firing alert: it is not triggered any more, but goes on firing until its condition ends.</summary>
    /// <param name="alertId">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KeyNotFoundException">There is no such alert.</exception>
    Task AcknowledgeAsync(string alertId, CancellationToken cancellationToken = default);

    /// <summary>Ends a firing alert by hand. It counts anew from now on, and does not fire again within its cool-down.</summary>
    /// <param name="alertId">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KeyNotFoundException">There is no such alert.</exception>
    Task ResolveAsync(string alertId, CancellationToken cancellationToken = default);

    /// <summary>Adds a silence.</summary>
    /// <param name="silence">When, and for which alerts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The silence with its id.</returns>
    /// <exception cref="InvalidOptionsException">The silence is out of range.</exception>
    Task<AlertSilence> SilenceAsync(AlertSilence silence, CancellationToken cancellationToken = default);

    /// <summary>Lists the silences that are not over.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<AlertSilence>> ListSilencesAsync(CancellationToken cancellationToken = default);

    /// <summary>Ends a silence.</summary>
    /// <param name="silenceId">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether there was one.</returns>
    Task<bool> RemoveSilenceAsync(string silenceId, CancellationToken cancellationToken = default);

    /// <summary>Where an alert stands at this moment. In a process that does not evaluate, as it was last kept, without current counts.</summary>
    /// <param name="alertId">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KeyNotFoundException">There is no such alert.</exception>
    Task<AlertStatus> GetStatusAsync(string alertId, CancellationToken cancellationToken = default);

    /// <summary>What happened, newest first; the last 10,000 entries are kept.</summary>
    /// <param name="query">Which entries; <see langword="null"/> for the last hundred.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<AlertHistoryEntry>> GetHistoryAsync(AlertHistoryQuery? query = null, CancellationToken cancellationToken = default);
}
