using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Segments;

/// <summary>One column of numbers over all sources of a batch. Not thread-safe.</summary>
/// <typeparam name="T">Long or double.</typeparam>
internal sealed class MergedNumbers<T>
    where T : unmanaged
{
    private readonly List<DecodedNumbers<T>?> _sources = [];

    internal void Add(int source, DecodedNumbers<T> column)
    {
        while (_sources.Count < source)
        {
            _sources.Add(null);
        }

        _sources.Add(column);
    }

    internal bool Occurs(SegmentRows rows)
    {
        foreach (SegmentRows.Run run in rows.Runs)
        {
            if (SourceOf(run.Source) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns how many rows have a value.</summary>
    internal int Gather(SegmentRows rows, Span<T> values, Span<bool> present)
    {
        int count = 0;
        ReadOnlySpan<int> sourceRows = rows.Rows;
        foreach (SegmentRows.Run run in rows.Runs)
        {
            if (SourceOf(run.Source) is not { } source)
            {
                present[run.Start..run.End].Clear();
                continue;
            }

            T[] from = source.Values;
            if (source.Present is not { } has)
            {
                for (int i = run.Start; i < run.End; i++)
                {
                    values[i] = from[sourceRows[i]];
                }

                present[run.Start..run.End].Fill(true);
                count += run.End - run.Start;
                continue;
            }

            for (int i = run.Start; i < run.End; i++)
            {
                int row = sourceRows[i];
                values[i] = from[row];
                present[i] = has[row];
                count += has[row] ? 1 : 0;
            }
        }

        return count;
    }

    private DecodedNumbers<T>? SourceOf(int source) => source < _sources.Count ? _sources[source] : null;
}
