namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>What one pass takes in: a sealing pass, or one that removes records.</summary>
/// <param name="Rows">Journal rows by rising id.</param>
/// <param name="Segments">Segments to be merged, with each other and with the rows.</param>
internal sealed record SealInputs(IReadOnlyList<JournalRow> Rows, IReadOnlyList<SegmentEntry> Segments)
{
    /// <summary>The rows to remove from each of <see cref="Rows"/> and then each of <see cref="Segments"/>; empty if nothing is to be removed.</summary>
    internal IReadOnlyList<int[]> Removed { get; init; } = [];

    /// <summary>Segments that go as a whole. None of their records is dead or has a key.</summary>
    internal IReadOnlyList<SegmentEntry> Dropped { get; init; } = [];

    /// <summary>Whether removed records are folded into rollups.</summary>
    internal bool FoldsRemoved { get; init; }

    /// <summary>Rollups that lose entries.</summary>
    internal IReadOnlyList<RollupCut> Cuts { get; init; } = [];

    internal bool IsEmpty => Rows.Count == 0 && Segments.Count == 0 && Dropped.Count == 0 && Cuts.Count == 0;
}
