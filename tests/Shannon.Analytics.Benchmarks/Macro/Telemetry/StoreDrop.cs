using Shannon.Analytics.Benchmarks.Macro.Queries;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Telemetry;

/// <summary>Drops what lies before a moment from a copy of our store.</summary>
/// <param name="folder">Empty folder for the copy.</param>
/// <param name="world">The databases.</param>
/// <param name="before">The moment, in microseconds since 1970.</param>
internal sealed class StoreDrop(string folder, TelemetryWorld world, long before) : Contender
{
    private SqliteStore? _store;

    /// <inheritdoc />
    public override long Operations => world.Count;

    /// <inheritdoc />
    public override async ValueTask SetUpAsync()
    {
        _store = new SqliteStore(CopiedFile.To(folder, await world.StoreFileAsync(StoreKind.Plain)), TelemetryWorld.Options(StoreKind.Plain));
        await _store.InitializeAsync();
    }

    /// <inheritdoc />
    public override async ValueTask RunAsync() => await _store!.DropBeforeAsync(Ask.Time(before));

    /// <inheritdoc />
    public override async ValueTask<double[]> AnswerAsync()
    {
        AggregateResult left = await _store!.AggregateAsync(new AggregateQuery { Functions = ["count", "sum"] });
        return [left.Groups[0].Values[0]!.Value, left.Groups[0].Values[1]!.Value];
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => _store?.DisposeAsync() ?? ValueTask.CompletedTask;
}
