namespace Shannon.Analytics.Storage;

/// <summary>
/// Holds everything that is not a record: definitions, alert state, audit, outbox, cursors, leases; the other seam below the features.
/// Documents carry versions for optimistic concurrency. Thread-safe. What is awaited is durable and visible to every process.
/// </summary>
public interface IStateStore
{
    /// <summary>Reads a document.</summary>
    /// <param name="kind">What kind of document.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The document, or <see langword="null"/>.</returns>
    Task<StateEntry?> GetStateAsync(string kind, string id, CancellationToken cancellationToken = default);

    /// <summary>Reads all documents of a kind, ordered by id.</summary>
    /// <param name="kind">What kind of document.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<IReadOnlyList<StateEntry>> ListStateAsync(string kind, CancellationToken cancellationToken = default);

    /// <summary>Applies changes whole or not at all.</summary>
    /// <param name="changes">The changes, in order.</param>
    /// <param name="cancellationToken">Withdraws the changes if the store has not taken them yet.</param>
    /// <returns><see langword="false"/>, with nothing changed, if a document does not have the version expected.</returns>
    Task<bool> ApplyAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken = default);

    /// <summary>Reads a log in order.</summary>
    /// <param name="log">The log's name.</param>
    /// <param name="afterId">Only entries behind this id; 0 for all.</param>
    /// <param name="limit">At most this many, from 1.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<IReadOnlyList<StateLogEntry>> ReadLogAsync(string log, long afterId, int limit, CancellationToken cancellationToken = default);

    /// <summary>Takes a lease that is free, expired or the caller's own; for the own one this renews it.</summary>
    /// <param name="name">What for.</param>
    /// <param name="owner">Who asks; unique among processes.</param>
    /// <param name="duration">For how long; positive.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The lease, or <see langword="null"/> while another holds it.</returns>
    Task<StateLease?> TryAcquireLeaseAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken = default);

    /// <summary>Gives a lease back. Does nothing if another holds it by now.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task ReleaseLeaseAsync(StateLease lease, CancellationToken cancellationToken = default);
}
