using Shannon.Analytics.Benchmarks.Macro.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Telemetry;

/// <summary>A query by our store, which is loaded, open and warm.</summary>
/// <param name="world">The databases.</param>
/// <param name="kind">Which store.</param>
/// <param name="query">The query.</param>
internal sealed class StoreQueryRun(TelemetryWorld world, StoreKind kind, TelemetryQuery query) : Contender
{
    private SqliteStore? _store;
    private Func<double[]>? _answer;
    private int _repetitions;

    /// <summary>Whether operations are the rows asked over, and answers of other sizes are not compared; otherwise they are questions.</summary>
    public bool PerRow { get; init; }

    /// <inheritdoc />
    public override long Operations => PerRow ? (long)_repetitions * world.Count : _repetitions;

    /// <inheritdoc />
    public override async ValueTask SetUpAsync()
    {
        _store = await world.StoreAsync(kind);
        _repetitions = await world.Repetitions.OfAsync(kind + query.Name, AskAsync);
    }

    /// <inheritdoc />
    public override async ValueTask RunAsync()
    {
        for (int i = 0; i < _repetitions; i++)
        {
            await AskAsync();
        }
    }

    /// <inheritdoc />
    public override ValueTask<double[]> AnswerAsync() => ValueTask.FromResult(PerRow ? [] : query.Normalize(_answer!()));

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask AskAsync() => _answer = await query.AskAsync(_store!, world.Rows);
}
