using Shannon.Analytics.Aggregation;

namespace Shannon.Analytics.Reporting;

/// <summary>What every report asks: of which records, and by whose calendar.</summary>
public abstract record ReportRequest
{
    private protected ReportRequest()
    {
    }

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
