using System.Runtime.InteropServices;
using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Storage.Segments;

/// <summary>
/// Decides which rows of a batch go into which segment. Rows are counted and sorted into (metric, UTC day) partitions; large partitions become
/// segments of their own, ordered by (time, id), the others share segments, cut along time and ordered by (metric, time, id).
/// </summary>
internal sealed class RowPartitioner
{
    private readonly SealBatch _batch;
    private readonly List<Partition> _partitions = [];
    private readonly Dictionary<(int Name, long Day), int> _partitionOf = [];
    private readonly int[] _partOf;
    private readonly int[] _order;

    private RowPartitioner(SealBatch batch)
    {
        _batch = batch;
        _partOf = new int[batch.Count];
        _order = new int[batch.Count];
    }

    /// <summary>The rows of each segment to be, in their final order.</summary>
    /// <param name="batch">All rows.</param>
    /// <param name="isDropped">Rows to leave out; null for none.</param>
    /// <param name="hasOwn">Whether a metric already has segments of its own on a day.</param>
    internal static List<SegmentPlan> Plan(SealBatch batch, bool[]? isDropped, Func<long, long, bool> hasOwn)
    {
        var partitioner = new RowPartitioner(batch);
        partitioner.Count(isDropped);
        partitioner.Place();
        return partitioner.Cut(hasOwn);
    }

    private void Count(bool[]? isDropped)
    {
        // The last partition of each metric: the next row of it is nearly always of the same day.
        int[] lastPartition = new int[_batch.NameIds.Count];
        Array.Fill(lastPartition, -1);
        Span<Partition> partitions = default;
        for (int i = 0; i < _batch.Count; i++)
        {
            if (isDropped is not null && isDropped[i])
            {
                _partOf[i] = -1;
                continue;
            }

            int name = _batch.NameCodes[i];
            long time = _batch.Times[i];
            int partition = lastPartition[name];
            if (partition < 0 || time < partitions[partition].From || time >= partitions[partition].Until)
            {
                partition = PartitionOf(name, SegmentFormat.DayOf(time));
                partitions = CollectionsMarshal.AsSpan(_partitions);
                lastPartition[name] = partition;
            }

            _partOf[i] = partition;
            partitions[partition].Count++;
        }
    }

    private int PartitionOf(int name, long day)
    {
        if (!_partitionOf.TryGetValue((name, day), out int partition))
        {
            partition = _partitions.Count;
            _partitionOf.Add((name, day), partition);
            _partitions.Add(new Partition { Name = name, Day = day, From = day * SegmentFormat.MicrosPerDay, Until = (day + 1) * SegmentFormat.MicrosPerDay });
        }

        return partition;
    }

    /// <summary>A counting sort: rows of one partition side by side, in the order in which they came.</summary>
    private void Place()
    {
        Span<Partition> partitions = CollectionsMarshal.AsSpan(_partitions);
        int start = 0;
        foreach (ref Partition partition in partitions)
        {
            partition.Start = start;
            partition.Next = start;
            start += partition.Count;
        }

        for (int i = 0; i < _partOf.Length; i++)
        {
            if (_partOf[i] >= 0)
            {
                _order[partitions[_partOf[i]].Next++] = i;
            }
        }
    }

    private List<SegmentPlan> Cut(Func<long, long, bool> hasOwn)
    {
        var plans = new List<SegmentPlan>();
        bool[] isShared = new bool[_partitions.Count];
        for (int i = 0; i < isShared.Length; i++)
        {
            Partition partition = _partitions[i];
            Span<int> rows = _order.AsSpan(partition.Start, partition.Count);
            isShared[i] = rows.Length < SegmentFormat.OwnRows
                && (rows.Length < SegmentFormat.MoreOwnRows || !hasOwn(_batch.NameIds[partition.Name], partition.Day));
            if (isShared[i])
            {
                continue;
            }

            RowSort.ByTime(rows, _batch.Times, _batch.Ids);
            foreach (var (from, count) in Even(rows.Length, SegmentFormat.MaxRows))
            {
                plans.Add(new SegmentPlan(rows.Slice(from, count).ToArray(), IsOwn: true));
            }
        }

        CutShared(RowsOf(isShared), plans);
        return plans;
    }

    /// <summary>The rows of some partitions in the order in which they came, which nearly is that of time.</summary>
    private List<int> RowsOf(ReadOnlySpan<bool> partitions)
    {
        var rows = new List<int>();
        for (int i = 0; i < _partOf.Length; i++)
        {
            if (_partOf[i] >= 0 && partitions[_partOf[i]])
            {
                rows.Add(i);
            }
        }

        return rows;
    }

    private void CutShared(List<int> shared, List<SegmentPlan> plans)
    {
        Span<int> rows = CollectionsMarshal.AsSpan(shared);
        RowSort.ByTime(rows, _batch.Times, _batch.Ids);
        long[] times = _batch.Times;
        int start = 0;
        while (start < rows.Length)
        {
            // As far as one span of time reaches, or a little further where records are few and far between.
            int end = start + 1;
            while (end < rows.Length && (end - start < SegmentFormat.MinMixedRows || times[rows[end]] - times[rows[start]] <= SegmentFormat.MaxMixedMicros))
            {
                end++;
            }

            int parts = (end - start + SegmentFormat.MaxMixedRows - 1) / SegmentFormat.MaxMixedRows;
            for (; parts > 0; parts--)
            {
                int count = CountToGap(rows[start..end], parts);
                int[] slice = rows.Slice(start, count).ToArray();
                SortByName(slice);
                plans.Add(new SegmentPlan(slice, IsOwn: false));
                start += count;
            }
        }
    }

    /// <summary>
    /// How many rows go into the first of so many parts: about as many as into each, cut where the time without a row is longest, so that segments
    /// reach no further than their rows and queries can skip them.
    /// </summary>
    private int CountToGap(ReadOnlySpan<int> rows, int parts)
    {
        int even = rows.Length / parts;
        int least = Math.Max(rows.Length - ((parts - 1) * SegmentFormat.MaxMixedRows), even - (even / 4));
        int most = Math.Min(SegmentFormat.MaxMixedRows, even + (even / 4));
        int best = parts == 1 ? rows.Length : Math.Clamp(even, least, most);
        long longest = 0;
        for (int count = least; count <= most && parts > 1; count++)
        {
            long gap = _batch.Times[rows[count]] - _batch.Times[rows[count - 1]];
            (best, longest) = gap > longest ? (count, gap) : (best, longest);
        }

        return best;
    }

    private static IEnumerable<(int From, int Count)> Even(int total, int most)
    {
        int parts = (total + most - 1) / most;
        for (int i = 0; i < parts; i++)
        {
            int from = (int)((long)total * i / parts);
            yield return (from, (int)((long)total * (i + 1) / parts) - from);
        }
    }

    /// <summary>Rows sorted by time are sorted by metric too, keeping the order within each: counted, then put to their places.</summary>
    private void SortByName(Span<int> rows)
    {
        using Scratch<int> next = new(_batch.NameIds.Count + 1);
        next.Span.Clear();
        foreach (int row in rows)
        {
            next.Span[_batch.NameCodes[row] + 1]++;
        }

        for (int name = 1; name < next.Span.Length; name++)
        {
            next.Span[name] += next.Span[name - 1];
        }

        using Scratch<int> sorted = new(rows.Length);
        foreach (int row in rows)
        {
            sorted.Span[next.Span[_batch.NameCodes[row]]++] = row;
        }

        sorted.Span.CopyTo(rows);
    }

    private struct Partition
    {
        internal int Name;
        internal long Day;
        internal long From;
        internal long Until;
        internal int Count;
        internal int Start;
        internal int Next;
    }
}
