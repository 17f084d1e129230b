using System.Collections;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Maintenance;
using Shannon.Analytics.Storage.Rollups;
using Shannon.Analytics.Storage.Scanning;
using Shannon.Analytics.Storage.Segments;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>Reads a whole store and compares everything with everything: checksums, directory, ids, keys and replacements. Remembers one bit a record id.</summary>
internal sealed class StoreChecker
{
    private readonly RawConnection _connection;
    private readonly Snapshot _snapshot;
    private readonly CancellationToken _cancellationToken;
    private readonly List<StoreProblem> _problems = [];
    private readonly IdSet _ids;
    private long _problemCount;
    private long _records;
    private long _keyed;

    private StoreChecker(RawConnection connection, Snapshot snapshot, CancellationToken cancellationToken)
    {
        _connection = connection;
        _snapshot = snapshot;
        _cancellationToken = cancellationToken;
        _ids = new IdSet(snapshot.NextId);
    }

    internal static StoreCheckReport Run(RawConnection connection, Func<RawConnection, Snapshot> open, CancellationToken cancellationToken)
    {
        Snapshot snapshot;
        try
        {
            snapshot = open(connection);
        }
        catch (StoreCorruptException error)
        {
            // Nothing else can be found without the directory.
            return new StoreCheckReport { Problems = [new StoreProblem(StoreProblemKind.Directory, error.Message)], ProblemCount = 1 };
        }

        var checker = new StoreChecker(connection, snapshot, cancellationToken);
        checker.CheckDatabase();
        foreach (JournalRow row in snapshot.Rows)
        {
            checker.CheckBlock(row);
        }

        foreach (SegmentEntry segment in snapshot.Segments)
        {
            checker.CheckSegment(segment);
        }

        foreach (RollupEntry rollup in snapshot.Rollups)
        {
            checker.CheckRollup(rollup);
        }

        checker.CheckTables();
        return new StoreCheckReport
        {
            Problems = checker._problems,
            ProblemCount = checker._problemCount,
            JournalBlocks = snapshot.Rows.Count,
            Segments = snapshot.Segments.Count,
            Rollups = snapshot.Rollups.Count,
            Records = checker._records,
        };
    }

    private void CheckDatabase()
    {
        RawStatement check = _connection.Prepared("PRAGMA integrity_check(100)");
        try
        {
            while (check.Step())
            {
                _cancellationToken.ThrowIfCancellationRequested();
                if (check.Text(0) is not "ok" and var problem)
                {
                    Tell(StoreProblemKind.Database, "SQLite reports: " + problem + " Restore the file from a backup.");
                }
            }
        }
        catch (StoreException error)
        {
            Tell(StoreProblemKind.Database, error.Message);
        }
        finally
        {
            check.Reset();
        }
    }

    private void CheckBlock(in JournalRow row)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        try
        {
            DecodedBlock block = _snapshot.LoadUncached(row);
            using var group = new JournalRowGroup(_snapshot, row);
            string part = FormattableString.Invariant($"Journal block {row.FirstId}");
            CheckRows(block, group, part, StoreProblemKind.JournalBlock);
        }
        catch (StoreException error)
        {
            Tell(StoreProblemKind.JournalBlock, error.Message);
        }
    }

    private void CheckSegment(SegmentEntry segment)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        using var group = new SegmentRowGroup(_snapshot, segment);
        try
        {
            string part = FormattableString.Invariant($"Segment {segment.Id}");
            if (segment.NameId is { } name && (group.Header.NameIds.Length != 1 || group.Header.NameIds[0] != name))
            {
                Tell(StoreProblemKind.Directory, part + " holds other metrics than the directory says. Restore the file from a backup.");
            }

            CheckOrder(group, part);
            CheckRows(group.Decode(), group, part, StoreProblemKind.Directory);
            foreach (RollupLevel level in Enum.GetValues<RollupLevel>())
            {
                if (group.Rollup(level) is { } rollup && rollup.Records.Sum() != segment.Count)
                {
                    Tell(StoreProblemKind.Segment, part + " has a rollup of another number of records. Restore the file from a backup.");
                }
            }
        }
        catch (StoreException error)
        {
            Tell(StoreProblemKind.Segment, error.Message);
        }
    }

    private void CheckRollup(RollupEntry rollup)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        try
        {
            foreach (string problem in RollupChecker.Run(_snapshot, rollup))
            {
                Tell(StoreProblemKind.Rollup, FormattableString.Invariant($"Rollup {rollup.Id} {problem}. Restore the file from a backup."));
            }
        }
        catch (StoreException error)
        {
            Tell(StoreProblemKind.Rollup, error.Message);
        }
    }

    private void CheckOrder(SegmentRowGroup group, string part)
    {
        ReadOnlySpan<int> starts = group.NameStarts;
        for (int name = 0; name < starts.Length - 1; name++)
        {
            for (int i = starts[name] + 1; i < starts[name + 1]; i++)
            {
                if ((group.Times[i - 1], group.Ids[i - 1]).CompareTo((group.Times[i], group.Ids[i])) >= 0)
                {
                    Tell(StoreProblemKind.Segment, part + " is not in order of time. Restore the file from a backup.");
                    return;
                }
            }
        }
    }

    private void CheckRows(DecodedBlock block, RowGroup group, string part, StoreProblemKind kind)
    {
        (long minTime, long maxTime) = LongKernels.MinMax(block.Times.AsSpan(0, block.Count));
        if (minTime != group.MinTime || maxTime != group.MaxTime || block.Count != group.Count)
        {
            Tell(kind, part + " holds other times than the directory says. Restore the file from a backup.");
        }

        // Throws if the catalogue lacks one.
        _ = group.Names;
        _ = group.Sessions;
        bool told = false;
        for (int i = 0; i < block.Count; i++)
        {
            long id = block.IdAt(i);
            if ((id < group.MinId || id > group.MaxId || !_ids.Add(id)) && !told)
            {
                Tell(StoreProblemKind.RecordId, FormattableString.Invariant($"{part} holds the record {id}, which is there twice or was never given out. Restore the file from a backup."));
                told = true;
            }

            if (block.Keys is { } keys && keys.Codes[i] >= 0 && !_snapshot.Dead.Contains(id, long.MaxValue))
            {
                _keyed++;
            }
        }

        _records += block.Count;
    }

    private void CheckTables()
    {
        foreach (long id in _snapshot.Dead.Ids)
        {
            if (!_ids.Contains(id))
            {
                Tell(StoreProblemKind.Replacement, FormattableString.Invariant($"The record {id} is listed as replaced, but is not there. Restore the file from a backup."));
            }
        }

        long keys = 0;
        RawStatement select = _connection.Prepared("SELECT id,alias FROM keys");
        try
        {
            while (select.Step())
            {
                keys += select.IsNull(1) ? 1 : 0;
                long id = select.Long(0);
                if (!_ids.Contains(id) || _snapshot.Dead.Contains(id, long.MaxValue))
                {
                    Tell(StoreProblemKind.Key, FormattableString.Invariant($"A key is held by the record {id}, which is not there or was replaced. Restore the file from a backup."));
                }
            }
        }
        finally
        {
            select.Reset();
        }

        if (keys != _keyed)
        {
            Tell(StoreProblemKind.Key, FormattableString.Invariant($"{_keyed} records have keys, but {keys} keys are known. Restore the file from a backup."));
        }

        long orphans = _connection.Scalar(FormattableString.Invariant($"SELECT count(*) FROM columns WHERE id>>{SegmentFormat.OrdinalBits} NOT IN (SELECT id FROM segments UNION ALL SELECT id FROM rollups)"));
        if (orphans > 0)
        {
            Tell(StoreProblemKind.Directory, FormattableString.Invariant($"{orphans} columns belong to no segment and no rollup. Restore the file from a backup."));
        }
    }

    private void Tell(StoreProblemKind kind, string message)
    {
        if (_problemCount++ < StoreCheckReport.MaxProblems)
        {
            _problems.Add(new StoreProblem(kind, message));
        }
    }

    /// <summary>The ids met so far, as bits in pages that come into being as they are needed.</summary>
    private sealed class IdSet(long nextId)
    {
        private const int PageBits = 20;
        private readonly Dictionary<long, BitArray> _pages = [];

        /// <summary>False if the id was there already, or was never given out.</summary>
        internal bool Add(long id)
        {
            if (id <= 0 || id >= nextId)
            {
                return false;
            }

            if (!_pages.TryGetValue(id >> PageBits, out BitArray? page))
            {
                _pages.Add(id >> PageBits, page = new BitArray(1 << PageBits));
            }

            int bit = (int)(id & ((1 << PageBits) - 1));
            bool added = !page[bit];
            page[bit] = true;
            return added;
        }

        internal bool Contains(long id) => _pages.TryGetValue(id >> PageBits, out BitArray? page) && page[(int)(id & ((1 << PageBits) - 1))];
    }
}
