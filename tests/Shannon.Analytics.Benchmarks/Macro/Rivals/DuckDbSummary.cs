using System.Globalization;
using DuckDB.NET.Data;
using Shannon.Analytics.Benchmarks.Macro.Shapes;

namespace Shannon.Analytics.Benchmarks.Macro.Rivals;

/// <summary>The figures of the summary report by DuckDB: one native table, 2 threads, opened read-only and warm; one statement for each table of the report.</summary>
internal sealed class DuckDbSummary : Contender
{
    private const string Sums = "count(*)::DOUBLE, sum(input + output + cache_read + cache_write)::DOUBLE, sum(input)::DOUBLE, sum(output)::DOUBLE, sum(cache_read)::DOUBLE, sum(cache_write)::DOUBLE, sum(nanos)::DOUBLE / 1e9";

    private static readonly string[] Statements =
    [
        "SELECT count(DISTINCT session)::DOUBLE, count(DISTINCT user_id)::DOUBLE, count(DISTINCT project)::DOUBLE, sum((kind = 2)::INT)::DOUBLE, sum((kind = 3)::INT)::DOUBLE FROM usage",
        "SELECT avg(value), quantile_cont(value, 0.5), quantile_cont(value, 0.95), quantile_cont(value, 0.99) FROM usage WHERE kind = 2",
        $"SELECT {Sums} FROM usage WHERE kind = 0 GROUP BY model ORDER BY (['claude-opus-4-6', 'claude-sonnet-4-5', 'claude-haiku-4-5'])[model + 1]",
        $"SELECT {Sums} FROM usage WHERE kind = 0 GROUP BY user_id ORDER BY user_id",
        $"SELECT {Sums} FROM usage WHERE kind = 0 GROUP BY project ORDER BY project",
        $"SELECT {Sums} FROM usage WHERE kind = 0 GROUP BY branch ORDER BY branch",
        "SELECT count(*)::DOUBLE, sum((NOT success)::INT)::DOUBLE, quantile_cont(value, 0.95) FROM usage WHERE kind = 1 GROUP BY code ORDER BY (['Bash', 'Edit', 'Read', 'Write', 'Grep', 'Glob', 'Task', 'WebFetch'])[code + 1]",
        "SELECT count(*)::DOUBLE FROM usage WHERE kind = 3 GROUP BY code ORDER BY (['overloaded', 'rate_limit', 'api_error'])[code + 1]",
        FormattableString.Invariant($"SELECT sum(input + output + cache_read + cache_write)::DOUBLE FROM usage WHERE kind = 0 GROUP BY (time - {MetricColumns.StartMicros}) // 86400000000 ORDER BY (time - {MetricColumns.StartMicros}) // 86400000000"),
        FormattableString.Invariant($"SELECT sum(nanos)::DOUBLE / 1e9 FROM usage WHERE kind = 0 GROUP BY (time - {MetricColumns.StartMicros}) // 86400000000 ORDER BY (time - {MetricColumns.StartMicros}) // 86400000000"),
        "SELECT value FROM usage WHERE kind = 2 ORDER BY value DESC LIMIT 10",
    ];

    private readonly DuckDBConnection _connection;
    private readonly List<double> _answer = [];

    /// <param name="path">The database.</param>
    public DuckDbSummary(string path)
    {
        _connection = new DuckDBConnection($"Data Source={path};threads=2;access_mode=READ_ONLY");
        _connection.Open();
        Ask();
    }

    /// <inheritdoc />
    public override long Operations => 1;

    /// <summary>Writes so many chunks into a new database.</summary>
    public static void Load(string path, int chunks)
    {
        using var connection = new DuckDBConnection($"Data Source={path};threads=2");
        connection.Open();
        Execute(connection, "CREATE TABLE usage(kind UTINYINT, time BIGINT, session USMALLINT, user_id UTINYINT, project UTINYINT, model UTINYINT, branch UTINYINT, code UTINYINT, success BOOLEAN, value DOUBLE, input INTEGER, output INTEGER, cache_read INTEGER, cache_write INTEGER, nanos BIGINT)");
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            UsageRows rows = UsageShape.Chunk(chunk, chunks);
            using DuckDBAppender appender = connection.CreateAppender("usage");
            for (int i = 0; i < UsageShape.ChunkRows; i++)
            {
                int session = rows.Sessions[i];
                appender.CreateRow()
                    .AppendValue((byte)rows.Kinds[i]).AppendValue(rows.Times[i]).AppendValue(rows.Sessions[i])
                    .AppendValue((byte)(session % UsageShape.Users.Length)).AppendValue((byte)(session % UsageShape.Projects.Length))
                    .AppendValue(rows.Models[i]).AppendValue(rows.Branches[i]).AppendValue(rows.Codes[i]).AppendValue(rows.Success[i]).AppendValue(rows.Values[i])
                    .AppendValue(rows.Input[i]).AppendValue(rows.Output[i]).AppendValue(rows.CacheRead[i]).AppendValue(rows.CacheWrite[i]).AppendValue(rows.Nanos[i])
                    .EndRow();
            }
        }

        Execute(connection, "CHECKPOINT");
    }

    /// <inheritdoc />
    public override ValueTask RunAsync()
    {
        Ask();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public override ValueTask<double[]> AnswerAsync() => ValueTask.FromResult<double[]>([.. _answer]);

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void Ask()
    {
        _answer.Clear();
        foreach (string sql in Statements)
        {
            using DuckDBCommand command = _connection.CreateCommand();
            command.CommandText = sql;
            using DuckDBDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
                for (int i = 0; i < reader.FieldCount; i++)
                {
                    _answer.Add(Convert.ToDouble(reader.GetValue(i), CultureInfo.InvariantCulture));
                }
            }
        }
    }
}
