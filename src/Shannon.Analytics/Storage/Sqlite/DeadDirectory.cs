namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// The dead records, remembered between queries: commits only add entries whose replacement is newer than what is known, until
/// <c>journal_version</c> says that something else happened. Thread-safe.
/// </summary>
internal sealed class DeadDirectory
{
    private readonly Lock _lock = new();
    private DeadRecords _dead = DeadRecords.None;
    private long _version = -1;
    private long _nextId;
    private long _sum;

    internal DeadRecords Load(RawConnection connection, long version, long nextId)
    {
        lock (_lock)
        {
            if (version == _version && nextId == _nextId)
            {
                return _dead;
            }

            if (version < _version || (version == _version && nextId < _nextId))
            {
                // A snapshot older than what another thread has already seen.
                return Read(connection, 0, DeadRecords.None, 0).Dead;
            }

            (_dead, _sum) = version == _version ? Read(connection, _nextId, _dead, _sum) : Read(connection, 0, DeadRecords.None, 0);
            (_version, _nextId) = (version, nextId);
            return _dead;
        }
    }

    private static (DeadRecords Dead, long Sum) Read(RawConnection connection, long replacedFrom, DeadRecords known, long sum)
    {
        var ids = new List<long>();
        var replacedBy = new List<long>();
        RawStatement select = replacedFrom == 0
            ? connection.Prepared("SELECT id,replaced_by FROM dead ORDER BY id")
            : connection.Prepared("SELECT id,replaced_by FROM dead WHERE replaced_by>=?1 ORDER BY id").Bind(1, replacedFrom);
        try
        {
            while (select.Step())
            {
                ids.Add(select.Long(0));
                replacedBy.Add(select.LongOrNull(1) ?? 0);
                sum = CatalogueSums.Add(sum, CatalogueSums.OfDead(ids[^1], replacedBy[^1]));
            }
        }
        finally
        {
            select.Reset();
        }

        CatalogueSums.Verify(connection, CatalogueSums.Dead, sum);
        DeadRecords dead = ids.Count == 0 ? known : known.Count == 0 ? new DeadRecords([.. ids], [.. replacedBy]) : Merge(known, ids, replacedBy);
        return (dead, sum);
    }

    private static DeadRecords Merge(DeadRecords known, List<long> ids, List<long> replacedBy)
    {
        long[] allIds = new long[known.Count + ids.Count];
        long[] allReplacedBy = new long[allIds.Length];
        int old = 0;
        int added = 0;
        for (int i = 0; i < allIds.Length; i++)
        {
            bool takeOld = added == ids.Count || (old < known.Count && known.Ids[old] < ids[added]);
            allIds[i] = takeOld ? known.Ids[old] : ids[added];
            allReplacedBy[i] = takeOld ? known.ReplacedBy[old] : replacedBy[added];
            old += takeOld ? 1 : 0;
            added += takeOld ? 0 : 1;
        }

        return new DeadRecords(allIds, allReplacedBy);
    }
}
