using System.Diagnostics;
using DuckDB.NET.Data;
using Shannon.Analytics.Benchmarks.Macro.Queries;
using Shannon.Analytics.Benchmarks.Macro.Shapes;

namespace Shannon.Analytics.Benchmarks.Macro.Rivals;

/// <summary>
/// DuckDB over one native table in a file: text as ENUM, 2 threads, checkpointed, opened read-only. Of each query it runs the form that is fastest here.
/// </summary>
internal sealed class DuckDbTelemetry : IDisposable
{
    private const int Tries = 3;

    private readonly DuckDBConnection _connection;
    private readonly Dictionary<string, (int Form, DuckDBCommand Command)> _fastest = new(StringComparer.Ordinal);

    /// <summary>Opens a loaded database.</summary>
    public DuckDbTelemetry(string path)
    {
        _connection = new DuckDBConnection($"Data Source={path};threads=2;access_mode=READ_ONLY");
        _connection.Open();
    }

    /// <summary>
    /// Writes the rows into a database as DuckDB's own <c>CREATE TABLE AS</c> would leave it, without what loading by an appender leaves behind.
    /// </summary>
    /// <param name="path">The new database.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="sorted">By (metric, time) instead of in order of arrival.</param>
    public static void Load(string path, TelemetryRows rows, bool sorted)
    {
        string staging = path + ".staging";
        using (var connection = new DuckDBConnection($"Data Source={staging};threads=2"))
        {
            connection.Open();
            Append(connection, rows);
            string order = sorted ? " ORDER BY metric, time" : "";
            Execute(connection, $"ATTACH '{path}' AS loaded");
            foreach (CodedColumn column in rows.Texts)
            {
                Execute(connection, $"CREATE TYPE loaded.{column.Name}_t AS ENUM ({string.Join(", ", column.Values.Select(v => $"'{v}'"))})");
            }

            Execute(connection, $"CREATE TABLE loaded.records(time BIGINT NOT NULL, {string.Join(", ", rows.Texts.Select(c => $"{c.Name} loaded.{c.Name}_t NOT NULL"))}, value DOUBLE NOT NULL)");
            Execute(connection, $"INSERT INTO loaded.records SELECT time, {string.Join(", ", rows.Texts.Select(c => $"(enum_range(NULL::loaded.{c.Name}_t))[{c.Name} + 1]"))}, value FROM codes{order}");
            Execute(connection, "CHECKPOINT loaded");
            Execute(connection, "DETACH loaded");
        }

        File.Delete(staging);
    }

    /// <summary>Finds the fastest form of a query; later runs use it.</summary>
    public void Warm(TelemetryQuery query)
    {
        if (_fastest.ContainsKey(query.Name))
        {
            return;
        }

        double best = double.PositiveInfinity;
        for (int form = 0; form < query.DuckDb.Count; form++)
        {
            DuckDBCommand command = Prepare(query.DuckDb[form]);
            double least = double.PositiveInfinity;
            for (int i = 0; i < Tries; i++)
            {
                long started = Stopwatch.GetTimestamp();
                Read(command);
                least = Math.Min(least, Stopwatch.GetElapsedTime(started).TotalSeconds);
            }

            if (least < best)
            {
                best = least;
                _fastest[query.Name] = (form, command);
            }
        }
    }

    /// <summary>The number of the form that is fastest.</summary>
    public int FastestForm(TelemetryQuery query)
    {
        Warm(query);
        return _fastest[query.Name].Form;
    }

    /// <summary>Takes a form without trying any.</summary>
    public void Choose(TelemetryQuery query, int form) => _fastest[query.Name] = (form, Prepare(query.DuckDb[form]));

    /// <summary>Runs a query and reads its whole answer.</summary>
    public double[] Run(TelemetryQuery query)
    {
        Warm(query);
        return Read(_fastest[query.Name].Command);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach ((_, DuckDBCommand command) in _fastest.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private DuckDBCommand Prepare(string sql)
    {
        DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Prepare();
        return command;
    }

    private static double[] Read(DuckDBCommand command)
    {
        using DuckDBDataReader reader = command.ExecuteReader();
        int columns = reader.FieldCount;
        var answer = new List<double>();
        while (reader.Read())
        {
            for (int i = 0; i < columns; i++)
            {
                answer.Add(reader.GetDouble(i));
            }
        }

        return [.. answer];
    }

    private static void Append(DuckDBConnection connection, TelemetryRows rows)
    {
        Execute(connection, $"CREATE TABLE codes(time BIGINT, {string.Join(", ", rows.Texts.Select(c => c.Name + " USMALLINT"))}, value DOUBLE)");
        CodedColumn[] texts = rows.Texts;
        using DuckDBAppender appender = connection.CreateAppender("codes");
        for (int row = 0; row < rows.Count; row++)
        {
            IDuckDBAppenderRow target = appender.CreateRow();
            target.AppendValue(rows.Times[row]);
            foreach (CodedColumn column in texts)
            {
                target.AppendValue(column.Codes[row]);
            }

            target.AppendValue(rows.Values[row]);
            target.EndRow();
        }
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
