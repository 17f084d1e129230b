using DuckDB.NET.Data;
using Shannon.Analytics.Benchmarks.Macro.Telemetry;

namespace Shannon.Analytics.Benchmarks.Macro.Rivals;

/// <summary>Deletes what lies before a moment from a copy of DuckDB's table in order of arrival, and checkpoints.</summary>
/// <param name="folder">Empty folder for the copy.</param>
/// <param name="world">The databases.</param>
/// <param name="before">The moment, in microseconds since 1970.</param>
internal sealed class DuckDbDrop(string folder, TelemetryWorld world, long before) : Contender
{
    private DuckDBConnection? _connection;

    /// <inheritdoc />
    public override long Operations => world.Count;

    /// <inheritdoc />
    public override async ValueTask SetUpAsync()
    {
        string copy = CopiedFile.To(folder, await world.DuckDbFileAsync(sorted: false));
        _connection = new DuckDBConnection($"Data Source={copy};threads=2");
        await _connection.OpenAsync();
    }

    /// <inheritdoc />
    public override ValueTask RunAsync()
    {
        using DuckDBCommand command = _connection!.CreateCommand();
        command.CommandText = FormattableString.Invariant($"DELETE FROM records WHERE time < {before}; CHECKPOINT");
        command.ExecuteNonQuery();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public override ValueTask<double[]> AnswerAsync()
    {
        using DuckDBCommand command = _connection!.CreateCommand();
        command.CommandText = "SELECT count(*)::DOUBLE, sum(value) FROM records";
        using DuckDBDataReader reader = command.ExecuteReader();
        reader.Read();
        return ValueTask.FromResult<double[]>([reader.GetDouble(0), reader.GetDouble(1)]);
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;
}
