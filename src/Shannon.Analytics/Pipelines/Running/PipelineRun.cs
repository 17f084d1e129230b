using System.Runtime.ExceptionServices;
using Shannon.Analytics.Pipelines.Persistence;

namespace Shannon.Analytics.Pipelines.Running;

/// <summary>
/// One run: a worker for each stage, joined by bounded queues, so that a slow stage holds up the source and memory stays bounded. Begins and ends once.
/// </summary>
internal sealed class PipelineRun
{
    private static readonly TimeSpan TellInterval = TimeSpan.FromSeconds(5);

    private readonly Pipeline _pipeline;
    private readonly DeadLetterBox _letters;
    private readonly TimeProvider _time;
    private readonly IProgress<PipelineResult>? _progress;
    private readonly Func<PipelineRun, Task> _tellAsync;
    private readonly StageMeter[] _meters;
    private readonly StageWorker[] _workers;
    private readonly StorageStep? _storage;
    private readonly int _storageWorker;
    private readonly BatchIntake _intake;
    private readonly long _began;
    private ExceptionDispatchInfo? _failure;
    private Exception? _sourceFailure;
    private long _processed;
    private long _told;
    private (long Received, long Processed) _lastTold;

    internal PipelineRun(Pipeline pipeline, Func<int, StageStep?> stepOf, DeadLetterBox letters, TimeProvider time, IProgress<PipelineResult>? progress, Func<PipelineRun, Task> tellAsync)
    {
        (_pipeline, _letters, _time, _progress, _tellAsync) = (pipeline, letters, time, progress, tellAsync);
        PipelineDefinition definition = pipeline.Definition;
        _meters = [.. definition.Stages.Select(stage => new StageMeter(stage))];
        var workers = new List<StageWorker>();
        _storageWorker = int.MaxValue;
        for (int i = 0; i < _meters.Length; i++)
        {
            if (stepOf(i) is not { } step)
            {
                continue;
            }

            if (step is StorageStep storage)
            {
                (_storage, _storageWorker) = (storage, workers.Count);
            }

            workers.Add(new StageWorker(step, new StageScope(i, _meters[i], FailAsync), definition.QueueCapacity, time));
        }

        _workers = [.. workers];
        bool collects = definition.Stages[0] is CollectorStage;
        _intake = new BatchIntake(collects ? (CollectorStage)definition.Stages[0] : new CollectorStage { Name = "collector" }, collects ? _meters[0] : null, NextOf(-1), time);
        _began = time.GetTimestamp();
        _told = _began;
    }

    internal Pipeline Pipeline => _pipeline;

    internal IReadOnlyList<StageMeter> Meters => _meters;

    /// <summary>What has become of the records so far.</summary>
    internal PipelineResult Snapshot()
    {
        // From the end to the beginning: what moves on meanwhile can only look unprocessed.
        long processed = Interlocked.Read(ref _processed);
        StageCounts[] stages = new StageCounts[_meters.Length];
        for (int i = stages.Length - 1; i >= 0; i--)
        {
            stages[i] = _meters[i].Total;
        }

        long received = _intake.Received;
        long errors = stages.Sum(stage => stage.Errors);
        long dropped = stages.Sum(stage => stage.Dropped);
        return new PipelineResult
        {
            PipelineId = _pipeline.Id,
            Received = received,
            Processed = processed,
            Errors = errors,
            Invalid = stages.Sum(stage => stage.Invalid),
            Dropped = dropped,
            Unprocessed = received - processed - errors - dropped,
            Duplicates = _storage?.Duplicates ?? 0,
            TooOld = _storage?.TooOld ?? 0,
            Duration = _time.GetElapsedTime(_began),
            Stages = stages,
        };
    }

    /// <summary>What came in and reached the end since the last call. One caller at a time.</summary>
    internal (long Received, long Processed) TakeTotals()
    {
        (long Received, long Processed) now = (_intake.Received, Interlocked.Read(ref _processed));
        (long Received, long Processed) rise = (now.Received - _lastTold.Received, now.Processed - _lastTold.Processed);
        _lastTold = now;
        return rise;
    }

    /// <summary>Sends everything through that <paramref name="feed"/> takes in.</summary>
    internal async Task<PipelineResult> RunAsync(Func<BatchIntake, CancellationToken, Task> feed, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] running = [.. _workers.Select((_, i) => Task.Run(() => WorkAsync(i, stop), CancellationToken.None))];
        await Task.Run(() => FeedAsync(feed, stop), CancellationToken.None).ConfigureAwait(false);
        await Task.WhenAll(running).ConfigureAwait(false);
        await _tellAsync(this).ConfigureAwait(false);
        PipelineResult result = Snapshot();
        _progress?.Report(result);
        ThrowIfFailed(result);
        cancellationToken.ThrowIfCancellationRequested();
        return result;
    }

    private void ThrowIfFailed(PipelineResult result)
    {
        if (_failure?.SourceException is DeadLettersLostException lost)
        {
            throw new PipelineStoppedException(lost.Message, result, lost.InnerException);
        }

        _failure?.Throw();
        if (_sourceFailure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private async Task FeedAsync(Func<BatchIntake, CancellationToken, Task> feed, CancellationTokenSource stop)
    {
        try
        {
            await feed(_intake, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Said at the end of the run.
        }
        catch (StageClosedException)
        {
            // A stage failed, which says why.
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The source's failure, not ours: what it gave goes to its end.
            _sourceFailure = error;
        }
        finally
        {
            CompleteBehind(-1);
        }
    }

    private async Task WorkAsync(int worker, CancellationTokenSource stop)
    {
        try
        {
            await _workers[worker].RunAsync(NextOf(worker), worker > _storageWorker ? CancellationToken.None : stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Said at the end of the run.
        }
        catch (StageClosedException)
        {
            // The stage behind failed, which says why.
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(error), null);
            await stop.CancelAsync().ConfigureAwait(false);
        }
        finally
        {
            CompleteBehind(worker);
        }
    }

    private void CompleteBehind(int worker)
    {
        if (worker + 1 < _workers.Length)
        {
            _workers[worker + 1].Complete();
        }
    }

    private Func<PipelineBatch, CancellationToken, ValueTask> NextOf(int worker) =>
        worker + 1 < _workers.Length ? _workers[worker + 1].PutAsync : FinishAsync;

    private async ValueTask FinishAsync(PipelineBatch batch, CancellationToken cancellationToken)
    {
        foreach (PipelineRecord record in batch.Records)
        {
            record.IsSettled = true;
        }

        Interlocked.Add(ref _processed, batch.Count);
        _progress?.Report(Snapshot());
        if (_time.GetElapsedTime(_told) >= TellInterval)
        {
            _told = _time.GetTimestamp();
            await _tellAsync(this).ConfigureAwait(false);
        }
    }

    private async Task FailAsync(StageScope scope, IReadOnlyList<FailedRecord> failed)
    {
        await _letters.PutAsync(_pipeline.Id, scope.Meter.Definition.Name, failed).ConfigureAwait(false);
        BatchCounts counts = default;
        counts.Errors = failed.Count;
        scope.Meter.Add(counts);
    }
}
