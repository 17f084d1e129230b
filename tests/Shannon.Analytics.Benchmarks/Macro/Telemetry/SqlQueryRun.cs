using Shannon.Analytics.Benchmarks.Macro.Queries;

namespace Shannon.Analytics.Benchmarks.Macro.Telemetry;

/// <summary>One run of a query by a rival over a database that is loaded, open and warm.</summary>
/// <param name="query">The query.</param>
/// <param name="open">Opens the database, loading it if nobody did; returns how to ask it.</param>
/// <param name="rows">How many rows the database holds.</param>
internal sealed class SqlQueryRun(TelemetryQuery query, Func<Task<Func<TelemetryQuery, double[]>>> open, int rows) : Contender
{
    private Func<TelemetryQuery, double[]>? _ask;
    private double[] _answer = [];

    /// <inheritdoc />
    public override long Operations => rows;

    /// <inheritdoc />
    public override async ValueTask SetUpAsync() => _ask = await open();

    /// <inheritdoc />
    public override ValueTask RunAsync()
    {
        _answer = _ask!(query);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public override ValueTask<double[]> AnswerAsync() => ValueTask.FromResult(query.Normalize(_answer));

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
