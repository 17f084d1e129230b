using Shannon.Analytics.Collection;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Benchmarks.Macro.Ours;

/// <summary>A pre-bound recorder with four attributes.</summary>
internal sealed class RecorderCalls : ShannonStore
{
    private readonly int _calls;
    private MetricRecorder? _recorder;

    public RecorderCalls(string folder, int calls)
        : base(folder)
    {
        _calls = calls;
        _ = new AnalyticsEngine(Store, new AnalyticsEngineOptions { BufferSize = 4_000_000, BatchSize = 100_000 });
    }

    /// <inheritdoc />
    public override long Operations => _calls;

    /// <inheritdoc />
    public override async ValueTask SetUpAsync()
    {
        await base.SetUpAsync();
        _recorder = Collector.CreateRecorder(new MetricRecorderOptions
        {
            Name = "response_time",
            Category = MetricCategory.Performance,
            Attributes = { ["language"] = "python", ["complexity"] = "low", ["region"] = "eu-west-1", ["status"] = "success" },
        });
    }

    /// <inheritdoc />
    public override ValueTask RunAsync()
    {
        MetricRecorder recorder = _recorder!;
        for (long i = 0; i < _calls; i++)
        {
            recorder.Record(i & 1023);
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
