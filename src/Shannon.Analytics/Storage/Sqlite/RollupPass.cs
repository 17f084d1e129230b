using Shannon.Analytics.Storage.Blobs;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Rollups;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// The part of a pass that concerns stored rollups: folds what is removed into them, or cuts entries out of them. Not thread-safe.
/// </summary>
internal sealed class RollupPass : IDisposable
{
    private readonly RollupFolder _folder = new();
    private readonly List<RollupPart> _parts = [];
    private readonly List<(DecodedBlock Block, int[] Rows)> _rows = [];
    private readonly List<RollupEntry> _replaced = [];
    private readonly List<RollupImage> _images = [];
    private long[] _months = [];

    /// <summary>How many records the entries stood for that go.</summary>
    internal long Removed { get; private set; }

    internal bool HasImages => _images.Count > 0;

    public void Dispose()
    {
        _folder.Dispose();
        _images.ForEach(image => image.Dispose());
    }

    /// <summary>Notes rows, none of them dead, that are to be folded.</summary>
    internal void Fold(DecodedBlock block, List<int> rows)
    {
        if (rows.Count > 0)
        {
            _rows.Add((block, [.. rows]));
        }
    }

    /// <summary>Reads what the pass needs of the store.</summary>
    internal void Read(Snapshot snapshot, SealInputs inputs, CancellationToken cancellationToken)
    {
        foreach (RollupCut cut in inputs.Cuts)
        {
            _replaced.Add(cut.Rollup);
            _parts.Add(cut.Rest);
            Removed += cut.Records;
        }

        if (inputs.FoldsRemoved)
        {
            ReadDropped(snapshot, inputs.Dropped, cancellationToken);
            ReadOpen(snapshot);
        }
    }

    /// <summary>Returns how many rollups there will be. Needs no connection.</summary>
    internal int Plan()
    {
        foreach (var (block, rows) in _rows)
        {
            _parts.Add(_folder.Fold(block, rows));
        }

        _rows.Clear();
        _months = [.. RollupImage.MonthsOf(_parts)];
        return _months.Length;
    }

    /// <summary>Builds the rollups under ids from <paramref name="firstId"/> on; needs no connection.</summary>
    internal void Build(long firstId, BlobEncoder encoder, CancellationToken cancellationToken)
    {
        foreach (long month in _months)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _images.Add(RollupImage.Build(firstId + _images.Count, month, _parts, encoder));
        }
    }

    /// <summary>Puts the rollups in the place of those they were made from, inside the transaction of the pass.</summary>
    internal void Swap(RawConnection connection)
    {
        foreach (RollupEntry rollup in _replaced)
        {
            RollupTable.Delete(connection, rollup.Id);
        }

        foreach (RollupImage image in _images)
        {
            RollupTable.Insert(connection, image);
        }
    }

    private void ReadDropped(Snapshot snapshot, IReadOnlyList<SegmentEntry> dropped, CancellationToken cancellationToken)
    {
        foreach (SegmentEntry segment in dropped)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var group = new SegmentRowGroup(snapshot, segment);
            _parts.Add(_folder.Fold(group, group.Header.NameIds));
        }
    }

    /// <summary>Takes in the rollups of the same months that are not large yet.</summary>
    private void ReadOpen(Snapshot snapshot)
    {
        SortedSet<long> months = RollupImage.MonthsOf(_parts);
        foreach (var (block, rows) in _rows)
        {
            (long from, long before) = (0, 0);
            foreach (int row in rows)
            {
                long time = block.Times[row];
                if (time < from || time >= before)
                {
                    from = RollupFormat.MonthOf(time);
                    before = RollupFormat.EndOfMonth(from);
                    months.Add(from);
                }
            }
        }

        foreach (RollupEntry rollup in snapshot.Rollups)
        {
            if (rollup.Bytes < RollupFormat.MaxOpenBytes && months.Contains(RollupFormat.MonthOf(rollup.MinTime)))
            {
                _replaced.Add(rollup);
                _parts.Add(new RollupPart(snapshot.BlockOf(rollup, RollupLevel.Quarters), snapshot.HeaderOf(rollup)));
            }
        }
    }
}
