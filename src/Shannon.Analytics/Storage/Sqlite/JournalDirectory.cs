namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// The journal's rows without their blocks, remembered between queries: rows are only ever added behind the last one, until
/// <c>journal_version</c> in the file says that something else happened. Thread-safe.
/// </summary>
internal sealed class JournalDirectory
{
    private readonly Lock _lock = new();
    private List<JournalRow> _rows = [];
    private long _version = -1;
    private long _nextId = 1;
    private long _sum;

    /// <summary>The rows of the snapshot that <paramref name="connection"/> has open, by rising id.</summary>
    internal IReadOnlyList<JournalRow> Load(RawConnection connection, long version, long nextId)
    {
        lock (_lock)
        {
            if (version < _version || nextId < _nextId)
            {
                // A snapshot older than what another thread has already seen.
                return version == _version ? _rows.FindAll(row => row.FirstId < nextId) : ReadFrom(connection, 0, [], 0).Rows;
            }

            if (version > _version)
            {
                _rows = [];
                _nextId = 1;
                _sum = 0;
                _version = version;
            }

            if (nextId > _nextId)
            {
                // Readers may hold the old list: never change it in place.
                (_rows, _sum) = ReadFrom(connection, _nextId, [.. _rows], _sum);
                _nextId = nextId;
            }

            return _rows;
        }
    }

    private static (List<JournalRow> Rows, long Sum) ReadFrom(RawConnection connection, long firstId, List<JournalRow> rows, long sum)
    {
        RawStatement select = connection.Prepared("SELECT first_id,revision,count,min_time,max_time FROM journal WHERE first_id>=?1 ORDER BY first_id").Bind(1, firstId);
        try
        {
            while (select.Step())
            {
                var row = new JournalRow(select.Long(0), select.Long(1), (int)select.Long(2), select.Long(3), select.Long(4));
                rows.Add(row);
                sum = CatalogueSums.Add(sum, CatalogueSums.Of(row));
            }
        }
        finally
        {
            select.Reset();
        }

        CatalogueSums.Verify(connection, CatalogueSums.Journal, sum);
        return (rows, sum);
    }
}
