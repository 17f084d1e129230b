using Shannon.Analytics.Benchmarks.Macro.Shapes;

namespace Shannon.Analytics.Benchmarks.Macro.Rivals;

/// <summary>SQL of the single row table that the row-wise rivals fill: the columns of the shape, no index.</summary>
internal static class RowTable
{
    /// <summary>Rows per batch and transaction.</summary>
    public const int BatchRows = 10_000;

    /// <summary>time, name, session, measurements, attributes.</summary>
    public static string[] Columns(MetricColumns data) =>
        ["time", "name", "session", .. data.Measurements.Select(m => m.Name), .. data.Attributes.Select(a => a.Name)];

    /// <summary>The table; names, sessions and attributes have the given type.</summary>
    public static string Create(MetricColumns data, string stringType, string timeType, string numberType) =>
        $"CREATE TABLE records(time {timeType} NOT NULL, name {stringType} NOT NULL, session {stringType} NOT NULL"
        + string.Concat(data.Measurements.Select(m => $", {m.Name} {numberType} NOT NULL"))
        + string.Concat(data.Attributes.Select(a => $", {a.Name} {stringType} NOT NULL"))
        + ")";

    /// <summary>An insert with one parameter per column.</summary>
    public static string Insert(MetricColumns data, Func<string, string> parameter)
    {
        string[] columns = Columns(data);
        return $"INSERT INTO records({string.Join(", ", columns)}) VALUES({string.Join(", ", columns.Select(parameter))})";
    }

    /// <summary>The property of a row object that holds a column: <c>first_token_ms</c> is <c>FirstTokenMs</c>.</summary>
    public static string Property(string column) =>
        string.Concat(column.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>The same numbers as <see cref="MetricColumns.Answer"/>, read back; valid in SQLite and DuckDB.</summary>
    public static string Answer(MetricColumns data) =>
        $"SELECT count(*), sum(time - {MetricColumns.StartMicros}), count(DISTINCT name), count(DISTINCT session)"
        + string.Concat(data.Measurements.Select(m => $", sum({m.Name})"))
        + string.Concat(data.Attributes.Select(a => $", count(DISTINCT {a.Name})"))
        + " FROM records";
}
