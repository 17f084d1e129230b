using System.Threading.Tasks.Dataflow;
using Shannon.Analytics.Benchmarks.Macro.Ours;
using Shannon.Analytics.Pipelines;
using Shannon.Analytics.Pipelines.Records;
using Shannon.Analytics.Pipelines.Running;

namespace Shannon.Analytics.Benchmarks.Macro.Pipelines;

/// <summary>
/// The same stages as blocks of System.Threading.Tasks.Dataflow, as one writes them by hand: a bounded, ordered block for each stage, a batch block before the
/// store. It counts nothing, catches nothing, and what it needs of the sessions is read before the clock starts.
/// </summary>
internal sealed class DataflowThroughput(string folder, int records, int batchSize, bool stores) : ShannonStore(folder)
{
    private readonly PipelineRecord[] _records = PipelineInput.Records(records);
    private EnricherStep? _enricher;
    private long _processed;

    /// <inheritdoc />
    public override long Operations => records;

    /// <inheritdoc />
    public override async ValueTask SetUpAsync()
    {
        await base.SetUpAsync();
        await Store.AppendBatchAsync(PipelineInput.Starts());
        _enricher = new EnricherStep(PipelineInput.Enricher, new StoredContextSource(Store));
        var everySession = new PipelineBatch(PipelineInput.Sessions);
        foreach (PipelineRecord record in _records.Take(PipelineInput.Sessions))
        {
            everySession.Add(record);
        }

        await _enricher.PrepareAsync(everySession, new StageScope(0, new StageMeter(PipelineInput.Enricher), static (_, _) => Task.CompletedTask), CancellationToken.None);
    }

    /// <inheritdoc />
    public override async ValueTask RunAsync()
    {
        var validator = new ValidatorStep(PipelineInput.Validator);
        var transformer = new TransformerStep(PipelineInput.Transformer, Store.TimeProvider);
        var bounds = new ExecutionDataflowBlockOptions { BoundedCapacity = 800, EnsureOrdered = true, SingleProducerConstrained = true };
        var link = new DataflowLinkOptions { PropagateCompletion = true };
        TransformBlock<PipelineRecord, PipelineRecord> Block(RecordStep step) => new(
            record =>
            {
                step.Process(record);
                return record;
            },
            bounds);
        TransformBlock<PipelineRecord, PipelineRecord> first = Block(validator);
        TransformBlock<PipelineRecord, PipelineRecord> second = Block(_enricher!);
        TransformBlock<PipelineRecord, PipelineRecord> third = Block(transformer);
        first.LinkTo(second, link);
        second.LinkTo(third, link);
        IDataflowBlock last;
        if (stores)
        {
            var batches = new BatchBlock<PipelineRecord>(batchSize, new GroupingDataflowBlockOptions { BoundedCapacity = batchSize * 2 });
            var storage = new ActionBlock<PipelineRecord[]>(StoreAsync, new ExecutionDataflowBlockOptions { BoundedCapacity = 8, SingleProducerConstrained = true });
            third.LinkTo(batches, link);
            batches.LinkTo(storage, link);
            last = storage;
        }
        else
        {
            var end = new ActionBlock<PipelineRecord>(_ => _processed++, bounds);
            third.LinkTo(end, link);
            last = end;
        }

        foreach (PipelineRecord record in _records)
        {
            if (!first.Post(record))
            {
                await first.SendAsync(record);
            }
        }

        first.Complete();
        await last.Completion;
    }

    /// <inheritdoc />
    public override async ValueTask<double[]> AnswerAsync() => [_processed, stores ? (await Store.DescribeAsync()).Records - PipelineInput.Sessions : 0];

    private async Task StoreAsync(PipelineRecord[] batch)
    {
        await Store.AppendBatchAsync(Array.ConvertAll(batch, record => record.Metric));
        _processed += batch.Length;
    }
}
