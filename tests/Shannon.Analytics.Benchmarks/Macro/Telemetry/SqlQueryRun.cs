using Shannon.Analytics.Benchmarks.Macro.Queries;

namespace Shannon.Analytics.Benchmarks.Macro.Telemetry;

/// <summary>A query by a rival over a database that is loaded, open and warm.</summary>
/// <param name="world">The databases.</param>
/// <param name="rival">The rival's name.</param>
/// <param name="query">The query.</param>
/// <param name="open">Opens the database, loading it if nobody did; returns how to ask it.</param>
internal sealed class SqlQueryRun(TelemetryWorld world, string rival, TelemetryQuery query, Func<Task<Func<TelemetryQuery, double[]>>> open) : Contender
{
    private Func<TelemetryQuery, double[]>? _ask;
    private double[] _answer = [];
    private int _repetitions;

    /// <inheritdoc />
    public override long Operations => _repetitions;

    /// <inheritdoc />
    public override async ValueTask SetUpAsync()
    {
        _ask = await open();
        _repetitions = await world.Repetitions.OfAsync(rival + query.Name, () =>
        {
            _answer = _ask(query);
            return ValueTask.CompletedTask;
        });
    }

    /// <inheritdoc />
    public override ValueTask RunAsync()
    {
        for (int i = 0; i < _repetitions; i++)
        {
            _answer = _ask!(query);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public override ValueTask<double[]> AnswerAsync() => ValueTask.FromResult(query.Normalize(_answer));

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
