using Shannon.Analytics.Storage.Execution;
using Shannon.Analytics.Storage.Scanning;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// Finds the records that a deletion is about, slice by slice. Only records that were there when it began are meant. What was looked at and holds
/// none is not looked at again: segments and journal rows never change under their id. Not thread-safe.
/// </summary>
internal sealed class Removal(RecordPredicate query, RollupTreatment rollups, int sliceRows)
{
    private readonly HashSet<long> _cleanSegments = [];
    private readonly HashSet<(long FirstId, long Revision)> _cleanRows = [];
    private readonly RollupRemoval _rollups = new(query);
    private long? _asOfId;

    internal SealInputs Choose(Snapshot snapshot, CancellationToken cancellationToken)
    {
        _asOfId ??= snapshot.NextId - 1;
        var predicate = new CompiledPredicate(query, snapshot, _asOfId.Value) { IncludesDead = true };
        var rows = new List<JournalRow>();
        var segments = new List<SegmentEntry>();
        var dropped = new List<SegmentEntry>();
        var rowRemovals = new List<int[]>();
        var segmentRemovals = new List<int[]>();
        if (predicate.IsImpossible)
        {
            return new SealInputs([], []);
        }

        using var mask = new RowMask();
        long taken = 0;
        foreach (SegmentEntry segment in snapshot.Segments)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (taken >= sliceRows)
            {
                break;
            }

            if (_cleanSegments.Contains(segment.Id))
            {
                continue;
            }

            using var group = new SegmentRowGroup(snapshot, segment);
            RowSelection found = Find(group, predicate, mask);
            if (found.Count == 0)
            {
                _cleanSegments.Add(segment.Id);
            }
            else if (found.Count == segment.Count && !group.HasKeys && snapshot.Dead.Between(segment.MinId, segment.MaxId) is var (start, end) && start == end)
            {
                dropped.Add(segment);
                taken += SegmentDropCost + (rollups == RollupTreatment.Fold ? segment.Count / 4 : 0);
            }
            else
            {
                segments.Add(segment);
                segmentRemovals.Add(RowsOf(found));
                taken += segment.Count;
            }
        }

        foreach (JournalRow row in snapshot.Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (taken >= sliceRows)
            {
                break;
            }

            if (_cleanRows.Contains((row.FirstId, row.Revision)))
            {
                continue;
            }

            using var group = new JournalRowGroup(snapshot, row);
            RowSelection found = Find(group, predicate, mask);
            if (found.Count == 0)
            {
                _cleanRows.Add((row.FirstId, row.Revision));
            }
            else
            {
                rows.Add(row);
                rowRemovals.Add(RowsOf(found));
                taken += row.Count;
            }
        }

        // Last, and alone: what is folded meanwhile by another process is seen here.
        bool cut = rollups == RollupTreatment.Remove && rows.Count + segments.Count + dropped.Count == 0;
        return new SealInputs(rows, segments)
        {
            Removed = [.. rowRemovals, .. segmentRemovals],
            Dropped = dropped,
            FoldsRemoved = rollups == RollupTreatment.Fold,
            Cuts = cut ? _rollups.Choose(snapshot, predicate, RollupsPerSlice, cancellationToken) : [],
        };
    }

    // Dropping frees pages but reads and builds nothing.
    private const int SegmentDropCost = 1_024;

    private const int RollupsPerSlice = 16;

    private static RowSelection Find(RowGroup group, CompiledPredicate predicate, RowMask mask) =>
        group.Count > 0 && predicate.MayMatchTimes(group) && predicate.WantedNames(group) is { } wanted ? predicate.Select(group, wanted, mask, null) : default;

    private static int[] RowsOf(RowSelection selection)
    {
        int[] rows = new int[selection.Count];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = selection.RowAt(i);
        }

        return rows;
    }
}
