using Shannon.Analytics.Benchmarks.Macro.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Telemetry;

/// <summary>One run of a query by our store, which is loaded, open and warm.</summary>
/// <param name="world">The databases.</param>
/// <param name="kind">Which store.</param>
/// <param name="query">The query.</param>
internal sealed class StoreQueryRun(TelemetryWorld world, StoreKind kind, TelemetryQuery query) : Contender
{
    private SqliteStore? _store;
    private Func<double[]>? _answer;

    /// <summary>Whether the answer is compared with the other contenders', who hold the same rows.</summary>
    public bool Compared { get; init; } = true;

    /// <inheritdoc />
    public override long Operations => world.Count;

    /// <inheritdoc />
    public override async ValueTask SetUpAsync() => _store = await world.StoreAsync(kind);

    /// <inheritdoc />
    public override async ValueTask RunAsync() => _answer = await query.AskAsync(_store!, world.Rows);

    /// <inheritdoc />
    public override ValueTask<double[]> AnswerAsync() => ValueTask.FromResult(Compared ? query.Normalize(_answer!()) : []);

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
