using Shannon.Analytics.Metrics;
using Shannon.Analytics.Realtime;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Streams;

/// <summary>Real-time statistics of one metric over a minute, with percentiles and trend, fed with committed blocks.</summary>
internal sealed class StatisticsUpdates(int calls) : Contender
{
    private const int PerBlock = 1_000;
    private readonly SqliteStore _store = new(":memory:");
    private readonly PreparedBlock _block = new();
    private StatisticsBoard _board = null!;

    /// <inheritdoc />
    public override long Operations => calls;

    /// <inheritdoc />
    public override async ValueTask SetUpAsync()
    {
        await _store.InitializeAsync();
        _board = new StatisticsBoard(_store);
        await ReadAsync();
        for (int i = 0; i < PerBlock; i++)
        {
            _block.Builder.Add(new PerformanceMetric("response_time", i) { SessionId = "session" }, UnixMicros.Now(TimeProvider.System));
        }

        _block.FirstId = 1;
        _block.Sessions.Add(new SessionRow());
    }

    /// <inheritdoc />
    public override ValueTask RunAsync()
    {
        for (int i = 0; i < calls; i += PerBlock)
        {
            _board.Add(new CommittedBlock(_block, isHistory: false));
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public override async ValueTask<double[]> AnswerAsync() => [(await ReadAsync()).Count];

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => _store.DisposeAsync();

    private async Task<MetricStats> ReadAsync() => (await _board.GetAsync(["response_time"], TimeSpan.FromMinutes(1), CancellationToken.None))["response_time"];
}
