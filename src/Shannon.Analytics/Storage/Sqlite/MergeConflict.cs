namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>A row that cannot be stored before it is merged.</summary>
/// <param name="Row">Its place in the batch.</param>
/// <param name="Holders">The ids of the records that hold its key and aliases, rising; none if those are of the same commit.</param>
/// <param name="IsKnown">Whether each of its names is held.</param>
internal readonly record struct MergeConflict(int Row, long[] Holders, bool IsKnown);
