using Shannon.Analytics.Benchmarks.Macro.Ours;
using Shannon.Analytics.Pipelines;

namespace Shannon.Analytics.Benchmarks.Macro.Pipelines;

/// <summary>A stored pipeline of the engine, as a host runs it: with figures, and whatever else comes with it.</summary>
internal sealed class PipelineThroughput(string folder, int records, bool stores) : ShannonStore(folder)
{
    private readonly PipelineRecord[] _records = PipelineInput.Records(records);
    private AnalyticsEngine? _engine;
    private string _pipelineId = string.Empty;
    private PipelineResult? _result;

    /// <inheritdoc />
    public override long Operations => records;

    /// <inheritdoc />
    public override async ValueTask SetUpAsync()
    {
        await base.SetUpAsync();
        await Store.AppendBatchAsync(PipelineInput.Starts());
        _engine = new AnalyticsEngine(Store);
        await _engine.InitializeAsync();
        List<StageDefinition> stages = [new CollectorStage { Name = "ingestion" }, PipelineInput.Validator, PipelineInput.Enricher, PipelineInput.Transformer];
        if (stores)
        {
            stages.Add(new StorageStage { Name = "storage" });
        }

        _pipelineId = (await _engine.Pipelines.CreateAsync(new() { Name = "benchmark", Stages = stages })).Id;
    }

    /// <inheritdoc />
    public override async ValueTask RunAsync() => _result = await _engine!.Pipelines.ProcessThroughPipelineAsync(_pipelineId, _records);

    /// <inheritdoc />
    public override async ValueTask<double[]> AnswerAsync() => [_result!.Processed, stores ? (await Store.DescribeAsync()).Records - PipelineInput.Sessions : 0];

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await _engine!.DisposeAsync();
        await base.DisposeAsync();
    }
}
