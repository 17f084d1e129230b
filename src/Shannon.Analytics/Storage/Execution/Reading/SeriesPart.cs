using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Scanning;

namespace Shannon.Analytics.Storage.Execution.Reading;

/// <summary>Groups of rows that follow each other and whose times overlap; nothing outside lies between their points.</summary>
/// <param name="Start">The first group.</param>
/// <param name="End">Behind the last one.</param>
/// <param name="IsInPlace">Whether it is one group whose points lie in order, nearly all of them asked for.</param>
/// <param name="MostPoints">Points it has at most, if it is in place.</param>
internal readonly record struct SeriesPart(int Start, int End, bool IsInPlace, int MostPoints)
{
    /// <summary>The parts of a query's groups.</summary>
    /// <param name="groups">By rising first time.</param>
    /// <param name="predicate">Which rows.</param>
    /// <param name="query">The query.</param>
    internal static SeriesPart[] Of(ReadOnlySpan<RowGroup?> groups, CompiledPredicate predicate, SeriesQuery query)
    {
        var parts = new List<SeriesPart>();
        long inPlace = 0;
        for (int start = 0; start < groups.Length;)
        {
            int end = start + 1;
            long latest = groups[start]!.MaxTime;
            while (end < groups.Length && groups[end]!.MinTime <= latest)
            {
                latest = Math.Max(latest, groups[end++]!.MaxTime);
            }

            RowGroup first = groups[start]!;
            bool whole = end - start == 1 && !query.TellsRowsApart && first.IsTimeOrdered
                && first.MinTime >= predicate.From && first.MaxTime <= predicate.To
                && inPlace + first.Count <= query.MaxPoints;
            inPlace += whole ? first.Count : 0;
            parts.Add(new SeriesPart(start, end, whole, whole ? first.Count : 0));
            start = end;
        }

        return [.. parts];
    }
}
