using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>How the rows of an append merge with records that hold their keys. The commit says which rows have to be merged first; see <see cref="MergingAppend"/>.</summary>
internal abstract class MergeTerms
{
    /// <summary>Set by the commit: rows that were not stored, since records that they were not merged with hold their keys.</summary>
    internal List<MergeConflict> Conflicts { get; } = [];

    internal abstract IRecordMerger MergerAt(int row);

    /// <summary>The aliases of a row, one by one; null behind the last.</summary>
    internal abstract string? AliasAt(int row, int index);

    /// <summary>The ids of the records that a row was merged with, and takes the place of; in rising order.</summary>
    internal virtual ReadOnlySpan<long> MergedAt(int row) => default;
}
