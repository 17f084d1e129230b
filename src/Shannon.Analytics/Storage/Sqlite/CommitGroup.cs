namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>The work that one transaction carries.</summary>
internal sealed class CommitGroup
{
    internal List<PreparedBlock> Shared { get; set; } = [];

    internal List<PendingAppend> Large { get; set; } = [];

    internal List<IWriteJob> Jobs { get; set; } = [];
}
