namespace Shannon.Analytics.Reporting.Trends;

/// <summary>The values of a metric by period, to be analysed.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Function">What the values are.</param>
/// <param name="Axis">The periods.</param>
/// <param name="Values">One value for each of them; null for none.</param>
internal sealed record TrendSeries(string Metric, string Function, TrendAxis Axis, double?[] Values)
{
    /// <summary>The values by bucket, zeros (of counts and sums) or nulls (of averages) in between.</summary>
    internal static TrendSeries Of(string metric, string function, TrendAxis axis, IEnumerable<(DateTimeOffset Start, double? Value)> values, double? empty)
    {
        double?[] filled = new double?[axis.Starts.Count];
        Array.Fill(filled, empty);
        foreach (var (start, value) in values)
        {
            if (axis.IndexOf(start) is { } index)
            {
                filled[index] = value ?? empty;
            }
        }

        return new TrendSeries(metric, function, axis, filled);
    }
}
