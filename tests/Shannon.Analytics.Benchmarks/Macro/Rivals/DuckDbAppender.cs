using System.Globalization;
using DuckDB.NET.Data;
using Shannon.Analytics.Benchmarks.Macro.Shapes;

namespace Shannon.Analytics.Benchmarks.Macro.Rivals;

/// <summary>
/// DuckDB.NET's appender into a file database, strings as VARCHAR. Closing the appender commits; that is DuckDB's way to
/// make a batch durable, so there is one appender per batch.
/// </summary>
internal sealed class DuckDbAppender : Contender
{
    private readonly MetricColumns _data;
    private readonly DuckDBConnection _connection;

    /// <param name="folder">Empty folder.</param>
    /// <param name="data">The rows.</param>
    public DuckDbAppender(string folder, MetricColumns data)
    {
        _data = data;
        _connection = new DuckDBConnection($"Data Source={Path.Combine(folder, "rows.duckdb")}");
        _connection.Open();
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = RowTable.Create(data, "VARCHAR", "BIGINT", "DOUBLE");
        command.ExecuteNonQuery();
    }

    /// <inheritdoc />
    public override long Operations => _data.Rows;

    /// <inheritdoc />
    public override ValueTask RunAsync()
    {
        for (int start = 0; start < _data.Rows; start += RowTable.BatchRows)
        {
            Append(start, Math.Min(start + RowTable.BatchRows, _data.Rows));
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public override ValueTask<double[]> AnswerAsync()
    {
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = RowTable.Answer(_data);
        using DuckDBDataReader reader = command.ExecuteReader();
        reader.Read();
        return ValueTask.FromResult(Enumerable.Range(0, reader.FieldCount)
            .Select(i => double.Parse(Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)!, CultureInfo.InvariantCulture))
            .ToArray());
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => _connection.DisposeAsync();

    private void Append(int start, int end)
    {
        using DuckDBAppender appender = _connection.CreateAppender("records");
        NamedColumn<double>[] measurements = _data.Measurements;
        NamedColumn<string>[] attributes = _data.Attributes;
        for (int row = start; row < end; row++)
        {
            IDuckDBAppenderRow target = appender.CreateRow();
            target.AppendValue(_data.TimesMicros[row]);
            target.AppendValue(_data.Names[row]);
            target.AppendValue(_data.Sessions[row]);
            foreach (NamedColumn<double> column in measurements)
            {
                target.AppendValue(column.Values[row]);
            }

            foreach (NamedColumn<string> column in attributes)
            {
                target.AppendValue(column.Values[row]);
            }

            target.EndRow();
        }
    }
}
