using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Aggregation;

/// <summary>Puts rows in place of buckets that have no records.</summary>
internal static class GapFiller
{
    internal static List<KeyValuePair<GroupId, double?[]>> Fill(TimeAggregationRequest request, FigureTable table, List<KeyValuePair<GroupId, double?[]>> rows)
    {
        DateTimeOffset? first = request.Range.Start ?? (rows.Count > 0 ? rows[0].Key.BucketStart : null);
        DateTimeOffset? last = request.Range.End ?? (rows.Count > 0 ? rows[^1].Key.BucketStart : null);
        var filled = new List<KeyValuePair<GroupId, double?[]>>();
        if (first is null || last is null)
        {
            return rows;
        }

        double?[] previous = [.. table.Empty];
        int next = 0;
        for (DateTimeOffset start = request.Interval.StartOf(first.Value); start <= last; start = request.Interval.Next(start))
        {
            if (filled.Count == MetricLimits.MaxListCount)
            {
                throw new ArgumentException(FormattableString.Invariant($"The range has more than {MetricLimits.MaxListCount} buckets. Choose a shorter range or a longer interval, or do not fill gaps."), nameof(request));
            }

            if (next < rows.Count && rows[next].Key.BucketStart == start)
            {
                filled.Add(rows[next]);
                previous = rows[next++].Value;
                continue;
            }

            double?[] values = request.Fill switch
            {
                GapFill.Zero => [.. table.Empty.Select(static _ => (double?)0)],
                GapFill.Previous => previous,
                _ => [.. table.Empty],
            };
            filled.Add(new(new GroupId(start, []), values));
        }

        return filled;
    }
}
