using Shannon.Analytics.Storage.Blobs;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Segments;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// One sealing pass: reads its inputs in one snapshot, builds segments outside any transaction, and swaps them in only if the inputs are still
/// what they were. Disposing gives memory back.
/// </summary>
internal sealed class SealPass(StoreProtection protection) : IDisposable
{
    private readonly SealBatch _batch = new();
    private readonly List<SegmentRowGroup> _groups = [];
    private readonly List<SegmentImage> _images = [];
    private readonly List<long> _purged = [];
    private readonly List<(string Key, long Id)> _removedKeys = [];
    private readonly HashSet<(long Name, long Day)> _ownDays = [];
    private readonly RollupPass _rollups = new();
    private List<SegmentPlan> _plans = [];
    private int _rollupCount;
    private BlobEncoder? _encoder;
    private (bool Compressed, string? KeyId) _form;
    private long _firstId;
    private SealInputs _inputs = new([], []);
    private DeadRecords _dead = DeadRecords.None;
    private bool[]? _isDropped;
    private long _journalVersion;
    private long _segmentsVersion;
    private long _nextId;
    private long _horizon;

    internal bool IsEmpty => _inputs.IsEmpty;

    /// <summary>Records that the pass takes in.</summary>
    internal int Records => _batch.Count;

    /// <summary>Records left in the journal if the pass succeeds.</summary>
    internal long RowsLeft { get; private set; }

    internal int JournalRecords { get; private set; }

    /// <summary>Records removed for good, replaced ones not counted.</summary>
    internal long Removed { get; private set; }

    /// <summary>Records whose rollups were removed for good.</summary>
    internal long RemovedFromRollups => _rollups.Removed;

    /// <summary>Records replaced up to this id may be left out for good: it was the last one when the run before this one began.</summary>
    internal long Horizon => _horizon;

    /// <summary>Reads the inputs.</summary>
    /// <param name="snapshot">The store.</param>
    /// <param name="connection">Where the snapshot is open.</param>
    /// <param name="horizon">The <see cref="Horizon"/> of an earlier pass of this run, or null.</param>
    /// <param name="choose">Says what to take in.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal void Read(Snapshot snapshot, RawConnection connection, long? horizon, Func<Snapshot, SealInputs> choose, CancellationToken cancellationToken)
    {
        _inputs = choose(snapshot);
        RowsLeft = snapshot.Rows.Sum(row => (long)row.Count);
        if (_inputs.IsEmpty)
        {
            return;
        }

        (_journalVersion, _segmentsVersion, _nextId) = (snapshot.JournalVersion, snapshot.SegmentsVersion, snapshot.NextId);
        _horizon = horizon ?? SegmentTable.Counter(connection, "seal_horizon");
        _dead = snapshot.Dead;
        foreach (SegmentEntry segment in snapshot.Segments)
        {
            if (segment is { IsOwn: true, NameId: { } name })
            {
                _ownDays.Add((name, SegmentFormat.DayOf(segment.MinTime)));
            }
        }

        foreach (JournalRow row in _inputs.Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _batch.Add(snapshot.LoadUncached(row));
            JournalRecords += row.Count;
        }

        foreach (SegmentEntry segment in _inputs.Segments)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var group = new SegmentRowGroup(snapshot, segment);
            _groups.Add(group);
            _batch.Add(group.Decode());
        }

        RowsLeft -= JournalRecords;
        Remove();
        DropDead(snapshot);
        _rollups.Read(snapshot, _inputs, cancellationToken);
    }

    /// <summary>Decides which rows go where; returns how many segments and rollups there will be. Needs no connection.</summary>
    internal int Plan()
    {
        _plans = RowPartitioner.Plan(_batch, _isDropped, (name, day) => _ownDays.Contains((name, day)));
        _rollupCount = _rollups.Plan();
        return _plans.Count + _rollupCount;
    }

    /// <summary>Takes ids for the segments and rollups, inside a write transaction, and notes how the file wants its BLOBs.</summary>
    internal bool Reserve(RawConnection connection)
    {
        _firstId = SegmentTable.Reserve(connection, _plans.Count + _rollupCount);
        _encoder = protection.NewEncoder(connection) ?? new BlobEncoder(compress: false, encryptor: null);
        _form = FormOf(connection);
        return true;
    }

    /// <summary>Builds the segments and rollups; needs no connection.</summary>
    internal void Build(CancellationToken cancellationToken)
    {
        using var builder = new SegmentBuilder(_batch, _encoder!);
        foreach (SegmentPlan plan in _plans)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _images.Add(builder.Build(_firstId + _images.Count, plan));
        }

        _rollups.Build(_firstId + _plans.Count, _encoder!, cancellationToken);
    }

    /// <summary>Puts the segments in the place of their inputs, inside a write transaction; false if the inputs changed meanwhile.</summary>
    internal bool Swap(RawConnection connection)
    {
        if (SegmentTable.Counter(connection, "journal_version") != _journalVersion
            || SegmentTable.Counter(connection, "segments_version") != _segmentsVersion
            || ((_images.Count > 0 || _rollups.HasImages) && FormOf(connection) != _form))
        {
            return false;
        }

        DeleteRows(connection);
        foreach (SegmentEntry segment in _inputs.Segments.Concat(_inputs.Dropped))
        {
            SegmentTable.Delete(connection, segment.Id);
        }

        ForgetKeys(connection);
        _rollups.Swap(connection);
        foreach (long id in _purged)
        {
            connection.Prepared("DELETE FROM dead WHERE id=?1").Bind(1, id).Run();
        }

        foreach (SegmentImage image in _images)
        {
            SegmentTable.Insert(connection, image);
        }

        if (_inputs.Rows.Count > 0)
        {
            SegmentTable.SetCounter(connection, "seal_horizon", _nextId - 1);
        }

        SegmentTable.NoteChange(connection);
        return true;
    }

    public void Dispose()
    {
        _groups.ForEach(group => group.Dispose());
        _images.ForEach(image => image.Dispose());
        _rollups.Dispose();
        _encoder?.Dispose();
    }

    private static (bool Compressed, string? KeyId) FormOf(RawConnection connection) => (PropertyTable.IsCompressed(connection), StoreProtection.KeyIdOf(connection));

    /// <summary>
    /// Leaves out records that were replaced before the last pass, so that whoever pages as of a little earlier still finds them, and notes for
    /// every replacing record which one it replaced: once that one is gone, only this tells.
    /// </summary>
    private void DropDead(Snapshot snapshot)
    {
        if (_dead.Count == 0 || _batch.Count == 0)
        {
            return;
        }

        // A replacing record that stays in the journal would lose what it replaced.
        long firstLeft = snapshot.NextId;
        var taken = _inputs.Rows.Select(row => row.FirstId).ToHashSet();
        foreach (JournalRow row in snapshot.Rows)
        {
            if (!taken.Contains(row.FirstId))
            {
                firstLeft = row.FirstId;
                break;
            }
        }

        long minId = long.MaxValue;
        long maxId = long.MinValue;
        for (int i = 0; i < _batch.Count; i++)
        {
            minId = Math.Min(minId, _batch.Ids[i]);
            maxId = Math.Max(maxId, _batch.Ids[i]);
        }

        for (int i = 0; i < _dead.Count; i++)
        {
            if (_dead.ReplacedBy[i] >= minId && _dead.ReplacedBy[i] <= maxId)
            {
                _batch.Replaces.TryAdd(_dead.ReplacedBy[i], _dead.Ids[i]);
            }
        }

        var (start, end) = _dead.Between(minId, maxId);
        if (start == end)
        {
            return;
        }

        long most = Math.Min(_horizon, firstLeft - 1);
        ReadOnlySpan<long> ids = _dead.Ids[start..end];
        _isDropped ??= new bool[_batch.Count];
        for (int i = 0; i < _batch.Count; i++)
        {
            int index = ids.BinarySearch(_batch.Ids[i]);
            if (index >= 0 && !_isDropped[i] && _dead.ReplacedBy[start + index] <= most)
            {
                _isDropped[i] = true;
                _purged.Add(_batch.Ids[i]);
            }
        }
    }

    /// <summary>Leaves out the records that a deletion is about, with their keys and what says that they were replaced.</summary>
    private void Remove()
    {
        foreach (SegmentEntry segment in _inputs.Dropped)
        {
            Removed += segment.Count;
        }

        for (int source = 0; source < _inputs.Removed.Count; source++)
        {
            _isDropped ??= new bool[_batch.Count];
            DecodedBlock block = _batch.Source(source);
            int first = _batch.FirstRowOf(source);
            var folded = new List<int>();
            foreach (int row in _inputs.Removed[source])
            {
                long id = block.IdAt(row);
                _isDropped[first + row] = true;
                if (_dead.Contains(id, long.MaxValue))
                {
                    _purged.Add(id);
                    continue;
                }

                Removed++;
                folded.Add(row);
                if (block.Keys?.At(row) is { } key)
                {
                    _removedKeys.Add((key, id));
                }
            }

            if (_inputs.FoldsRemoved)
            {
                _rollups.Fold(block, folded);
            }
        }
    }

    private void ForgetKeys(RawConnection connection)
    {
        if (_removedKeys.Count == 0)
        {
            return;
        }

        CatalogueCipher? cipher = protection.CipherOf(connection);
        Span<byte> hash = stackalloc byte[KeyTable.HashBytes];
        foreach (var (key, id) in _removedKeys)
        {
            KeyTable.Hash(key, cipher, hash);
            KeyTable.Remove(connection, hash, id);
            KeyTable.RemoveAliases(connection, id);
        }
    }

    private void DeleteRows(RawConnection connection)
    {
        RawStatement delete = connection.Prepared("DELETE FROM journal WHERE first_id BETWEEN ?1 AND ?2");
        IReadOnlyList<JournalRow> rows = _inputs.Rows;
        for (int start = 0; start < rows.Count;)
        {
            // Ids of neighbours need not touch (a withdrawn row leaves none, but a deletion may), so only what touches is one stretch.
            int end = start;
            while (end + 1 < rows.Count && rows[end + 1].FirstId == rows[end].FirstId + rows[end].Count)
            {
                end++;
            }

            delete.Bind(1, rows[start].FirstId).Bind(2, rows[end].FirstId).Run();
            start = end + 1;
        }
    }
}
