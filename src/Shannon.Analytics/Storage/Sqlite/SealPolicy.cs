using Shannon.Analytics.Storage.Segments;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// Decides what a sealing pass takes in: from the journal first, then small segments that can become fewer. Left to itself it seals days that are
/// over, so that records that come in order are written once, and leaves the day under way in the journal until that grows large.
/// </summary>
internal static class SealPolicy
{
    /// <summary>Records of days that are over, from which on sealing them is worth a pass.</summary>
    internal const int CompleteRows = 8_192;

    /// <summary>As <see cref="CompleteRows"/>, for records whose day is over for a week.</summary>
    internal const int OldRows = 512;

    /// <summary>From so many records on, the day under way is sealed too.</summary>
    internal const int MaxJournalRows = 1 << 20;

    /// <summary>From so many journal rows on (one for each small commit), the day under way is sealed too.</summary>
    internal const int MaxJournalBlocks = 4_096;

    /// <summary>Records of one pass, and about the memory they may take.</summary>
    internal const int MaxPassRows = (1 << 20) + (1 << 18);

    internal const long MaxPassBytes = 384L << 20;

    private const long BytesPerBlock = 3_000;
    private const long BytesPerRow = 160;
    private const int OldDays = 7;
    private const int Fanout = 4;
    private const int MaxFolded = 8;

    /// <summary>The next pass; empty if there is nothing to do.</summary>
    /// <param name="rows">The journal by rising id.</param>
    /// <param name="segments">All segments.</param>
    /// <param name="nowMicros">The time.</param>
    /// <param name="everything">Also seal the day under way, and merge whatever gives fewer segments.</param>
    internal static SealInputs Choose(IReadOnlyList<JournalRow> rows, IReadOnlyList<SegmentEntry> segments, long nowMicros, bool everything)
    {
        List<JournalRow> chosen = ChooseRows(rows, nowMicros, everything);
        if (chosen.Count > 0)
        {
            return new SealInputs(chosen, ChooseFolded(chosen, segments));
        }

        return new SealInputs([], ChooseMerge(segments, everything));
    }

    private static List<JournalRow> ChooseRows(IReadOnlyList<JournalRow> rows, long nowMicros, bool everything)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        if (everything || rows.Count >= MaxJournalBlocks)
        {
            return Take(rows, long.MaxValue);
        }

        long newestDay = SegmentFormat.DayOf(rows[^1].MaxTime);
        long total = 0;
        long complete = 0;
        long oldest = long.MaxValue;
        foreach (JournalRow row in rows)
        {
            total += row.Count;
            complete += SegmentFormat.DayOf(row.MaxTime) < newestDay ? row.Count : 0;
            oldest = Math.Min(oldest, row.MinTime);
        }

        if (total >= MaxJournalRows)
        {
            return Take(rows, complete >= total / 2 ? newestDay : long.MaxValue);
        }

        bool old = complete >= OldRows && SegmentFormat.DayOf(nowMicros) - SegmentFormat.DayOf(oldest) >= OldDays;
        return complete >= CompleteRows || old ? Take(rows, newestDay) : [];
    }

    /// <summary>The rows that begin before a day, oldest ids first, as many as one pass takes.</summary>
    private static List<JournalRow> Take(IReadOnlyList<JournalRow> rows, long beforeDay)
    {
        var taken = new List<JournalRow>();
        long count = 0;
        long bytes = 0;
        foreach (JournalRow row in rows)
        {
            if (beforeDay != long.MaxValue && SegmentFormat.DayOf(row.MinTime) >= beforeDay)
            {
                continue;
            }

            count += row.Count;
            bytes += BytesPerBlock + (row.Count * BytesPerRow);
            if (taken.Count > 0 && (count > MaxPassRows || bytes > MaxPassBytes))
            {
                break;
            }

            taken.Add(row);
        }

        return taken;
    }

    /// <summary>Shared segments that lie within the days being sealed: the early records of a day whose rest comes now.</summary>
    private static List<SegmentEntry> ChooseFolded(List<JournalRow> rows, IReadOnlyList<SegmentEntry> segments)
    {
        long count = rows.Sum(row => (long)row.Count);
        long from = rows.Min(row => SegmentFormat.DayOf(row.MinTime)) * SegmentFormat.MicrosPerDay;
        long until = (rows.Max(row => SegmentFormat.DayOf(row.MaxTime)) + 1) * SegmentFormat.MicrosPerDay;
        var folded = new List<SegmentEntry>();
        if (count >= SegmentFormat.OwnRows && until - from <= SegmentFormat.MaxMixedMicros)
        {
            foreach (SegmentEntry segment in segments)
            {
                if (!segment.IsOwn && segment.MinTime >= from && segment.MaxTime < until && folded.Count < MaxFolded)
                {
                    folded.Add(segment);
                }
            }
        }

        return folded;
    }

    private static List<SegmentEntry> ChooseMerge(IReadOnlyList<SegmentEntry> segments, bool everything)
    {
        var pieces = new Dictionary<(long Name, long Day), List<SegmentEntry>>();
        var mixed = new List<SegmentEntry>();
        foreach (SegmentEntry segment in segments)
        {
            if (!segment.IsOwn)
            {
                mixed.Add(segment);
            }
            else if (segment.Count < SegmentFormat.MaxRows * 3 / 4)
            {
                var key = (segment.NameId ?? 0, SegmentFormat.DayOf(segment.MinTime));
                if (!pieces.TryGetValue(key, out List<SegmentEntry>? list))
                {
                    pieces.Add(key, list = []);
                }

                list.Add(segment);
            }
        }

        foreach (List<SegmentEntry> list in pieces.Values)
        {
            if (Worthwhile(list, SegmentFormat.MaxRows, everything) is { Count: > 0 } merge)
            {
                return merge;
            }
        }

        return ChooseMixed(mixed, everything);
    }

    /// <summary>Neighbours in time that fit one span, and become fewer.</summary>
    private static List<SegmentEntry> ChooseMixed(List<SegmentEntry> mixed, bool everything)
    {
        mixed.Sort(static (a, b) => (a.MinTime, a.Id).CompareTo((b.MinTime, b.Id)));
        var window = new List<SegmentEntry>();
        for (int first = 0; first < mixed.Count; first++)
        {
            window.Clear();
            int count = 0;
            for (int i = first; i < mixed.Count && window.Count < 4 * Fanout; i++)
            {
                bool near = mixed[i].MaxTime - mixed[first].MinTime <= SegmentFormat.MaxMixedMicros;
                if (!near && count + mixed[i].Count >= SegmentFormat.MinMixedRows)
                {
                    break;
                }

                if (mixed[i].Count < SegmentFormat.MaxMixedRows * 3 / 4)
                {
                    window.Add(mixed[i]);
                    count += mixed[i].Count;
                }
            }

            if (Worthwhile(window, SegmentFormat.MaxMixedRows, everything) is { Count: > 0 } merge)
            {
                return merge;
            }
        }

        return [];
    }

    /// <summary>
    /// Of segments that may be merged, those that should: by themselves only four or more of like size, so that a record is rewritten as often as
    /// sizes quadruple and no more; when everything is asked for, all that give fewer.
    /// </summary>
    private static List<SegmentEntry> Worthwhile(List<SegmentEntry> candidates, int mostRows, bool everything)
    {
        if (candidates.Count < 2)
        {
            return [];
        }

        if (everything)
        {
            return Fewer(Fill(candidates), mostRows);
        }

        foreach (IGrouping<int, SegmentEntry> tier in candidates.GroupBy(segment => (int)Math.Log(Math.Max(segment.Count, 1), Fanout)))
        {
            List<SegmentEntry> alike = Fill([.. tier]);
            if (alike.Count >= Fanout && Fewer(alike, mostRows) is { Count: > 0 } merge)
            {
                return merge;
            }
        }

        return [];
    }

    private static List<SegmentEntry> Fill(List<SegmentEntry> segments)
    {
        var taken = new List<SegmentEntry>();
        long rows = 0;
        foreach (SegmentEntry segment in segments)
        {
            rows += segment.Count;
            if (rows <= MaxPassRows)
            {
                taken.Add(segment);
            }
        }

        return taken;
    }

    private static List<SegmentEntry> Fewer(List<SegmentEntry> segments, int mostRows)
    {
        long rows = segments.Sum(segment => (long)segment.Count);
        return (rows + mostRows - 1) / mostRows < segments.Count ? segments : [];
    }
}
