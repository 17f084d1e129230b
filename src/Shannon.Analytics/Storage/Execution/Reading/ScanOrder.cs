using System.Numerics;
using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Storage.Execution.Reading;

/// <summary>
/// Merges rows of several sources, each ordered by (time, id), into one order. Rows are counted into as many slots of time as there are rows, and the
/// few of a slot sorted: on the whole one pass, where a heap would take a comparison per level and row.
/// </summary>
internal static class ScanOrder
{
    /// <summary>Of each row in order the number of its source, whose rows come one after the other.</summary>
    /// <param name="sources">The sources.</param>
    /// <param name="counts">How many rows of each, from the first.</param>
    internal static int[] Merge(IReadOnlyList<ScanSource> sources, ReadOnlySpan<int> counts)
    {
        int total = 0;
        int used = 0;
        int only = 0;
        long first = long.MaxValue;
        long last = long.MinValue;
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                (total, used, only) = (total + counts[i], used + 1, i);
                first = Math.Min(first, sources[i].Times[0]);
                last = Math.Max(last, sources[i].Times[counts[i] - 1]);
            }
        }

        int[] order = new int[total];
        if (used <= 1)
        {
            order.AsSpan().Fill(only);
            return order;
        }

        // A slot spans 2^shift microseconds, so that there are at most twice as many slots as rows.
        int shift = Math.Max(0, BitOperations.Log2((ulong)(last - first) | 1) - BitOperations.Log2((uint)total));
        using Scratch<int> starts = new((int)((ulong)(last - first) >> shift) + 2);
        using Scratch<Row> rows = new(total);
        Scatter(sources, counts, first, shift, starts.Span, rows.Span);
        Sort(starts.Span, rows.Span);
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = rows.Span[i].Source;
        }

        return order;
    }

    /// <summary>Brings the rows of each slot together; afterwards a slot ends where its start says, and begins where the one before it ends.</summary>
    private static void Scatter(IReadOnlyList<ScanSource> sources, ReadOnlySpan<int> counts, long first, int shift, Span<int> starts, Span<Row> rows)
    {
        starts.Clear();
        for (int i = 0; i < counts.Length; i++)
        {
            foreach (long time in sources[i].Times.AsSpan(0, counts[i]))
            {
                starts[(int)((ulong)(time - first) >> shift) + 1]++;
            }
        }

        for (int slot = 1; slot < starts.Length; slot++)
        {
            starts[slot] += starts[slot - 1];
        }

        for (int i = 0; i < counts.Length; i++)
        {
            ReadOnlySpan<long> times = sources[i].Times.AsSpan(0, counts[i]);
            long[] ids = sources[i].Ids;
            for (int row = 0; row < times.Length; row++)
            {
                rows[starts[(int)((ulong)(times[row] - first) >> shift)]++] = new Row(times[row], ids[row], i);
            }
        }
    }

    private static void Sort(ReadOnlySpan<int> ends, Span<Row> rows)
    {
        const int few = 16;
        int start = 0;
        foreach (int end in ends)
        {
            Span<Row> slot = rows[start..end];
            start = end;
            if (slot.Length > few)
            {
                slot.Sort();
                continue;
            }

            for (int i = 1; i < slot.Length; i++)
            {
                Row row = slot[i];
                int place = i;
                for (; place > 0 && row.CompareTo(slot[place - 1]) < 0; place--)
                {
                    slot[place] = slot[place - 1];
                }

                slot[place] = row;
            }
        }
    }

    private readonly record struct Row(long Time, long Id, int Source) : IComparable<Row>
    {
        public int CompareTo(Row other) => Time != other.Time ? Time.CompareTo(other.Time) : Id.CompareTo(other.Id);
    }
}
