using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Scanning;

namespace Shannon.Analytics.Storage.Execution.Reading;

/// <summary>
/// The matching rows of one group in the order (time, id), taken out of it with every column that a scan asks for, so that batches are made of them
/// after the snapshot has been closed. Holds nothing of the group but its rows.
/// </summary>
internal sealed class ScanSource : IDisposable
{
    /// <summary>Of groups with fewer matching rows than one in so many, everything is taken at once, so that nothing is decoded twice.</summary>
    private const int Sparse = 8;

    private readonly RowGroup _group;
    private readonly int[] _rows;
    private ScanColumns? _columns;

    private ScanSource(RowGroup group, int[] rows)
    {
        _group = group;
        _rows = rows;
    }

    internal int Count => _rows.Length;

    internal required long[] Times { get; init; }

    internal required long[] Ids { get; init; }

    /// <summary>What was taken of the first rows.</summary>
    internal ScanColumns Columns => _columns!;

    /// <summary>Null if no row behind the place matches. Lets go of the group's columns.</summary>
    internal static ScanSource? Open(RowGroup group, CompiledPredicate predicate, ScanQuery query, RowMask mask, (long Time, long Id) after)
    {
        using (group)
        {
            if (predicate.WantedNames(group) is not { } wanted)
            {
                return null;
            }

            RowSelection selection = predicate.Select(group, wanted, mask, null);
            if (selection.Count == 0)
            {
                return null;
            }

            int[] rows = RowsBehind(group, selection, after, CompiledPredicate.IsOrdered(group, wanted));
            if (rows.Length == 0)
            {
                return null;
            }

            var source = new ScanSource(group, rows) { Times = Gathering.Take<long>(group.Times, rows), Ids = Gathering.Take<long>(group.Ids, rows) };
            if (rows.Length < group.Count / Sparse)
            {
                source._columns = ScanColumns.Of(group, rows, query);
            }

            return source;
        }
    }

    /// <summary>How many rows lie before a moment.</summary>
    internal int CountBefore(long time) => SortedTimes.From(Times, 0, time);

    /// <summary>Takes all that the query asks for of the first rows; the snapshot is still open.</summary>
    internal void TakeFor(ScanQuery query, int count)
    {
        if (_columns is null && count > 0)
        {
            using (_group)
            {
                _columns = ScanColumns.Of(_group, count == _rows.Length ? _rows : _rows[..count], query);
            }
        }
    }

    public void Dispose() => _columns?.Dispose();

    private static int[] RowsBehind(RowGroup group, in RowSelection selection, (long Time, long Id) after, bool ordered)
    {
        long[] times = group.Times;
        long[] ids = group.Ids;
        int[] rows = new int[selection.Count];
        int count = 0;
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection.RowAt(i);
            rows[count] = row;
            count += times[row] > after.Time || (times[row] == after.Time && ids[row] > after.Id) ? 1 : 0;
        }

        Array.Resize(ref rows, count);
        if (!ordered)
        {
            Array.Sort(rows, (a, b) => times[a] != times[b] ? times[a].CompareTo(times[b]) : ids[a].CompareTo(ids[b]));
        }

        return rows;
    }
}
