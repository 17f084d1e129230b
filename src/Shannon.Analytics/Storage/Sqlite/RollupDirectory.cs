namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>The stored rollups, remembered between queries until <c>segments_version</c> in the file says that they changed. Thread-safe.</summary>
internal sealed class RollupDirectory
{
    private readonly Lock _lock = new();
    private IReadOnlyList<RollupEntry> _entries = [];
    private long _version = -1;

    /// <summary>The rollups of the snapshot that <paramref name="connection"/> has open, by rising id.</summary>
    internal IReadOnlyList<RollupEntry> Load(RawConnection connection, long version)
    {
        lock (_lock)
        {
            if (version == _version)
            {
                return _entries;
            }

            List<RollupEntry> entries = RollupTable.ReadAll(connection);
            if (version > _version)
            {
                (_entries, _version) = (entries, version);
            }

            return entries;
        }
    }
}
