using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Reporting;

/// <summary>What every report asks: of which time, and of which records.</summary>
public abstract record ReportRequest
{
    private protected ReportRequest()
    {
    }

    /// <summary>Only this range of time, both ends included. An open end is the present; what an open start means, each report says.</summary>
    public TimeRange Range { get; init; }

    /// <summary>Only these records. All by default.</summary>
    public MetricFilter Filter { get; init; } = new();

    /// <summary>The time zone whose days and months count. UTC by default.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    internal virtual void Validate()
    {
        ArgumentNullException.ThrowIfNull(Filter);
        ArgumentNullException.ThrowIfNull(Zone);
        Filter.Validate();
    }

    /// <summary>The range with an end: the present where it is open.</summary>
    internal TimeRange RangeUntil(DateTimeOffset now) => new(Range.Start, Range.End ?? (Range.Start > now ? Range.Start : now));

    private protected static void ThrowIfUndefined<T>(IReadOnlyList<T> values, string name)
        where T : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(values, name);
        foreach (T value in values)
        {
            if (!Enum.IsDefined(value))
            {
                throw new ArgumentOutOfRangeException(name, value, $"Not a defined value. Use those of {typeof(T).Name}.");
            }
        }
    }
}
