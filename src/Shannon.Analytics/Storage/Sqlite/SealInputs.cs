namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>What one sealing pass takes in.</summary>
/// <param name="Rows">Journal rows by rising id.</param>
/// <param name="Segments">Segments to be merged, with each other and with the rows.</param>
internal sealed record SealInputs(IReadOnlyList<JournalRow> Rows, IReadOnlyList<SegmentEntry> Segments)
{
    internal bool IsEmpty => Rows.Count == 0 && Segments.Count == 0;
}
