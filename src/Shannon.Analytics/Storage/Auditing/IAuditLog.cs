namespace Shannon.Analytics.Storage.Auditing;

/// <summary>
/// An append-only record of who did what, in which every entry carries a hash over itself and the entry before, so that a change, a gap, another
/// order or a missing end shows. Thread-safe, also among processes: they append to one chain.
/// </summary>
public interface IAuditLog
{
    /// <summary>Appends an entry. When it returns, the entry is on the disk.</summary>
    /// <param name="entry">What was done.</param>
    /// <param name="cancellationToken">Withdraws the entry if it is not stored yet.</param>
    /// <returns>The entry as it stands in the log.</returns>
    /// <exception cref="ArgumentException">A text is empty or too long, or a number not finite; nothing was appended.</exception>
    /// <exception cref="Diagnostics.EncryptionKeyException">The log is keyed, and the key cannot be had.</exception>
    Task<AuditRecord> AppendAsync(AuditEntry entry, CancellationToken cancellationToken = default);

    /// <summary>Streams entries in their order, as they stand; does not verify them.</summary>
    /// <param name="filter">Which; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="Diagnostics.StoreCorruptException">An entry cannot be read; <see cref="VerifyAsync"/> says more.</exception>
    IAsyncEnumerable<AuditRecord> ReadAsync(AuditFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Checks the whole chain, and names the first entry that is changed, missing or not where it belongs.</summary>
    /// <param name="cancellationToken">Stops checking.</param>
    /// <exception cref="Diagnostics.EncryptionKeyException">The log is keyed, and this object has no keys, or they cannot be read.</exception>
    Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken = default);
}
