using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Storage.Segments;

/// <summary>Sorts row numbers by (time, id). Rows come nearly in that order, a few of them a little late: those are moved to their place one by one.</summary>
internal static class RowSort
{
    /// <summary>How many places rows may move per row on average; from there on sorting anew is faster.</summary>
    private const int MovesPerRow = 8;

    internal static void ByTime(Span<int> rows, long[] times, long[] ids)
    {
        using Scratch<long> keys = new(rows.Length);
        bool sorted = true;
        for (int i = 0; i < rows.Length; i++)
        {
            keys.Span[i] = times[rows[i]];
            sorted &= i == 0 || keys.Span[i - 1] < keys.Span[i] || (keys.Span[i - 1] == keys.Span[i] && ids[rows[i - 1]] < ids[rows[i]]);
        }

        if (sorted)
        {
            return;
        }

        if (!TryMoveLate(keys.Span, rows))
        {
            keys.Span.Sort(rows);
        }

        SortEqual(keys.Span, rows, ids);
    }

    /// <summary>Moves each key that is less than its predecessor to its place. False if that takes too many moves: then some are still to be made.</summary>
    private static bool TryMoveLate(Span<long> keys, Span<int> rows)
    {
        long left = (long)MovesPerRow * keys.Length;
        for (int i = 1; i < keys.Length; i++)
        {
            long key = keys[i];
            if (keys[i - 1] <= key)
            {
                continue;
            }

            int place = i - 1;
            while (place > 0 && keys[place - 1] > key)
            {
                place--;
            }

            left -= i - place;
            if (left < 0)
            {
                return false;
            }

            int row = rows[i];
            keys[place..i].CopyTo(keys[(place + 1)..]);
            rows[place..i].CopyTo(rows[(place + 1)..]);
            (keys[place], rows[place]) = (key, row);
        }

        return true;
    }

    /// <summary>Sorts rows by their ids within each stretch of equal times.</summary>
    private static void SortEqual(ReadOnlySpan<long> keys, Span<int> rows, long[] ids)
    {
        for (int start = 0; start < rows.Length;)
        {
            int end = start + 1;
            while (end < rows.Length && keys[end] == keys[start])
            {
                end++;
            }

            if (end - start > 1)
            {
                Span<int> equal = rows[start..end];
                using Scratch<long> equalIds = new(equal.Length);
                Gathering.Take<long>(ids, equal, equalIds.Span);
                equalIds.Span.Sort(equal);
            }

            start = end;
        }
    }
}
