using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Benchmarks.Macro.Ours;

/// <summary>Fire-and-forget collection of typed records with four attributes; the caller owns the records.</summary>
internal sealed class TryCollectCalls : ShannonStore
{
    private readonly MetricInput[] _records;
    private readonly int _calls;

    public TryCollectCalls(string folder, int calls)
        : base(folder)
    {
        _calls = calls;
        _ = new AnalyticsEngine(Store, new AnalyticsEngineOptions { BufferSize = 4_000_000, BatchSize = 100_000 });
        _records = [.. Enumerable.Range(0, 1024).Select(i => new PerformanceMetric("response_time", i)
        {
            SessionId = "session-1",
            Attributes = { ["language"] = "python", ["complexity"] = "low", ["region"] = "eu-west-1", ["status"] = "success" },
        })];
    }

    /// <inheritdoc />
    public override long Operations => _calls;

    /// <inheritdoc />
    public override ValueTask RunAsync()
    {
        for (int i = 0; i < _calls; i++)
        {
            Collector.TryCollect(_records[i & 1023]);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public override async ValueTask<double[]> AnswerAsync()
    {
        await Store.FlushAsync();
        return await Totals.OfAsync(Collector, _calls);
    }
}
