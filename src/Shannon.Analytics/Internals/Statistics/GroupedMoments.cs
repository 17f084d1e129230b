using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Moments of each group of rows that come mixed. Rows are first brought together by <see cref="GroupScatter"/>,
/// so that each group is one span for the vectorised kernel.
/// </summary>
internal static class GroupedMoments
{
    // A chunk and what it becomes stay in the second-level cache, unless there are many groups.
    private const int LeastChunk = 1 << 15;

    private const int GreatestChunk = 1 << 20;

    // A group's share of a chunk should be worth a call, and walking all groups after a chunk should cost little.
    private const int WantedRowsPerGroup = 128;
    private const int LeastRowsPerGroup = 8;

    /// <summary>Adds each value to the accumulator of its code; a negative code is skipped.</summary>
    public static void Add(ReadOnlySpan<int> codes, ReadOnlySpan<double> values, Span<MomentsAccumulator> groups)
    {
        if (groups.Length == 1 && !codes.ContainsAnyExcept(0))
        {
            groups[0].Add(values);
        }
        else if (codes.Length < groups.Length / LeastRowsPerGroup)
        {
            AddSingly(codes, values, groups);
        }
        else
        {
            AddScattered(codes, values, groups);
        }
    }

    /// <summary>The plain twin, and the way for few rows among very many groups.</summary>
    internal static void AddSingly(ReadOnlySpan<int> codes, ReadOnlySpan<double> values, Span<MomentsAccumulator> groups)
    {
        for (int i = 0; i < codes.Length; i++)
        {
            if (codes[i] >= 0)
            {
                groups[codes[i]].Add(values[i]);
            }
        }
    }

    private static void AddScattered(ReadOnlySpan<int> codes, ReadOnlySpan<double> values, Span<MomentsAccumulator> groups)
    {
        long wanted = Math.Clamp((long)WantedRowsPerGroup * groups.Length, LeastChunk, GreatestChunk);
        int chunk = (int)Math.Min(codes.Length, Math.Max(wanted, (long)LeastRowsPerGroup * groups.Length));
        using Scratch<double> together = new(chunk);
        using Scratch<int> counts = new(groups.Length);
        using Scratch<int> offsets = new(groups.Length + 1);
        for (int start = 0; start < codes.Length; start += chunk)
        {
            int rows = Math.Min(chunk, codes.Length - start);
            ReadOnlySpan<int> rowCodes = codes.Slice(start, rows);
            counts.Span.Clear();
            GroupScatter.Count(rowCodes, counts.Span);
            GroupScatter.Offsets(counts.Span, offsets.Span);
            GroupScatter.Scatter(rowCodes, values.Slice(start, rows), offsets.Span, together.Span);
            AddRanges(together.Span, counts.Span, offsets.Span, groups);
        }
    }

    /// <summary>After scattering, each offset stands at its group's end.</summary>
    private static void AddRanges(ReadOnlySpan<double> together, ReadOnlySpan<int> counts, ReadOnlySpan<int> ends, Span<MomentsAccumulator> groups)
    {
        for (int group = 0; group < groups.Length; group++)
        {
            int count = counts[group];
            if (count > 0)
            {
                groups[group].Add(together.Slice(ends[group] - count, count));
            }
        }
    }
}
