using Shannon.Analytics.Benchmarks.Macro.Shapes;

namespace Shannon.Analytics.Benchmarks.Macro.Queries;

/// <summary>Parts of SQL that several queries share.</summary>
internal static class Sql
{
    /// <summary>The table in DuckDB narrowed to the asked metric.</summary>
    public const string DuckDbLatency = $"records WHERE metric = '{TelemetryShape.Latency}'";

    /// <summary>The table in SQLite narrowed to the asked metric, which is the first.</summary>
    public const string SqliteLatency = "records WHERE metric = 0";

    /// <summary>The hour of a row in DuckDB, in the smallest type that holds it.</summary>
    public static string DuckDbHour { get; } = FormattableString.Invariant($"((time - {MetricColumns.StartMicros}) // 3600000000)::USMALLINT");

    /// <summary>The minute of a row in DuckDB.</summary>
    public static string DuckDbMinute { get; } = FormattableString.Invariant($"((time - {MetricColumns.StartMicros}) // 60000000)::INTEGER");

    /// <summary>The hour of a row in SQLite.</summary>
    public static string SqliteHour { get; } = FormattableString.Invariant($"(time - {MetricColumns.StartMicros}) / 3600000000");

    /// <summary>The minute of a row in SQLite.</summary>
    public static string SqliteMinute { get; } = FormattableString.Invariant($"(time - {MetricColumns.StartMicros}) / 60000000");

    /// <summary>
    /// A percentile in SQLite, over rows with their rank r from 0 and their number n: type 7 is a sum in which only the two neighbours of the wanted
    /// rank have a weight.
    /// </summary>
    public static string SqlitePercentile(double p) => FormattableString.Invariant($"sum(value * max(0.0, 1.0 - abs(r - (n - 1) * {p})))");

    /// <summary>Rows of the asked metric with rank and number within the given keys.</summary>
    public static string SqliteRanked(string keys, string from = SqliteLatency)
    {
        string partition = keys.Length == 0 ? "" : "PARTITION BY " + string.Join(", ", keys.Split(", ").Select(key => key.Split(" AS ")[0]));
        string columns = keys.Length == 0 ? "" : keys + ", ";
        return $"(SELECT {columns}value, row_number() OVER ({partition} ORDER BY value) - 1 AS r, count(*) OVER ({partition}) AS n FROM {from})";
    }
}
