namespace Shannon.Analytics.Metrics;

/// <summary>
/// Makes one record of copies that came from different sources, where the better copy alone would lose what only the other one knows. Set as
/// <see cref="MetricInput.Merger"/> or <see cref="Columns.ColumnBatch.Merger"/> on records that have a key. Called on threads of callers and of the store;
/// pure, thread-safe and quick.
/// </summary>
/// <remarks>
/// The outcome must not depend on who came first: merging is commutative, associative and idempotent. Records come as they are stored: after the
/// filters, and with nothing of their session filled in.
/// </remarks>
public interface IRecordMerger
{
    /// <summary>Makes one record of two copies.</summary>
    /// <param name="first">A copy; left unchanged.</param>
    /// <param name="second">The other copy; left unchanged.</param>
    /// <returns>
    /// What both say together, under the key of one of them and equal to <paramref name="first"/> where the second adds nothing; <see langword="null"/> if they are
    /// two different things that an alias confuses: then the second keeps to its own key.
    /// </returns>
    RawMetric? Merge(RawMetric first, RawMetric second);

    /// <summary>Whether a copy surely adds nothing to the record that holds its key, as far as their ranks tell. It is then counted as a duplicate without reading the record.</summary>
    /// <param name="heldRank">The rank of the record that is stored.</param>
    /// <param name="rank">The rank of the copy.</param>
    bool Covers(long heldRank, long rank);
}
