using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting.Trends;

/// <summary>Consecutive periods of a range, and which of them lie wholly inside it.</summary>
internal sealed class TrendAxis
{
    // What people look at, and more than a year of hours.
    internal const int MostPeriods = 10_000;

    private readonly Dictionary<DateTimeOffset, int> _indices = [];

    internal TrendAxis(TimeBucket bucket, DateTimeOffset from, DateTimeOffset to)
    {
        Bucket = bucket;
        var starts = new List<DateTimeOffset>();
        for (DateTimeOffset start = bucket.StartOf(from); start <= to; start = bucket.Next(start))
        {
            if (starts.Count == MostPeriods)
            {
                throw new ArgumentException(FormattableString.Invariant($"The range has more than {MostPeriods} periods. Choose a shorter range or longer periods."), nameof(to));
            }

            _indices[start] = starts.Count;
            starts.Add(start);
        }

        Starts = starts;
        FirstIsPartial = starts[0] < from;
        LastIsPartial = bucket.Next(starts[^1]) > to.AddTicks(10);
    }

    internal TimeBucket Bucket { get; }

    internal IReadOnlyList<DateTimeOffset> Starts { get; }

    internal bool FirstIsPartial { get; }

    internal bool LastIsPartial { get; }

    /// <summary>The index of a period by its start.</summary>
    internal int? IndexOf(DateTimeOffset start) => _indices.TryGetValue(start, out int index) ? index : null;

    /// <summary>Days, or hours where a range has hardly any; wider ones where it has too many.</summary>
    internal static TimeBucket BucketFor(TimeRange range, TimeZoneInfo zone)
    {
        TimeSpan length = range.End!.Value - range.Start!.Value;
        TimeBucket bucket = length <= TimeSpan.FromDays(4) ? TimeBucket.Hour
            : length <= TimeSpan.FromDays(400) ? TimeBucket.Day
            : length <= TimeSpan.FromDays(3_000) ? TimeBucket.Week
            : TimeBucket.Month;
        return bucket with { Zone = zone };
    }
}
