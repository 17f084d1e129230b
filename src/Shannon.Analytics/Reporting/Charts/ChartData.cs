using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Reporting.Charts;

/// <summary>The points of a chart, checked and lined up: one slot per category, or times.</summary>
internal sealed class ChartData
{
    private ChartData(bool isTimed, IReadOnlyList<string> categories, IReadOnlyList<ChartSeries> series)
    {
        IsTimed = isTimed;
        Categories = categories;
        Series = series;
        HasValues = series.Any(one => one.Points.Any(point => point.Value is not null));
    }

    internal bool IsTimed { get; }

    /// <summary>The categories of all series in order of appearance; empty for times.</summary>
    internal IReadOnlyList<string> Categories { get; }

    internal IReadOnlyList<ChartSeries> Series { get; }

    internal bool HasValues { get; }

    internal static ChartData Read(ChartBlock chart)
    {
        bool? isTimed = null;
        Dictionary<string, int> slots = new(StringComparer.Ordinal);
        foreach (ChartPoint point in chart.Series.SelectMany(series => series.Points))
        {
            bool timed = point.Time is not null;
            if ((isTimed ?? timed) != timed || (!timed && point.Category is null))
            {
                throw new ArgumentException($"The chart '{chart.Key}' has points at times and points at categories. Give all of them times, or all of them categories.", nameof(chart));
            }

            isTimed = timed;
            if (!timed)
            {
                slots.TryAdd(point.Category!, slots.Count);
            }
        }

        return new ChartData(isTimed ?? false, [.. slots.Keys], chart.Series);
    }
}
