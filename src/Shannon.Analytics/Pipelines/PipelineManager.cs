using Microsoft.Extensions.Logging;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Pipelines.Optimizing;
using Shannon.Analytics.Pipelines.Persistence;
using Shannon.Analytics.Pipelines.Records;
using Shannon.Analytics.Pipelines.Running;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Auditing;

namespace Shannon.Analytics.Pipelines;

/// <summary>The pipelines of an engine. Disposing ends its runs and waits for them. Thread-safe.</summary>
internal sealed class PipelineManager : IPipelines, IAsyncDisposable
{
    private readonly IMetricStore _store;
    private readonly PipelineCatalog _catalog;
    private readonly DeadLetterBox _letters;
    private readonly TotalsStore _totals;
    private readonly StepFactory _steps;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private bool _closed;

    /// <summary>Makes the pipelines of an engine.</summary>
    /// <param name="store">Where records go.</param>
    /// <param name="state">Where everything else is kept; usually the same store.</param>
    /// <param name="audit">Told of every change.</param>
    /// <param name="stages">The host's own stages.</param>
    /// <param name="context">What enrichers ask; null for the store.</param>
    /// <param name="compressAsync">Turns the store's compression on.</param>
    /// <param name="logger">Told of dead letters.</param>
    internal PipelineManager(IMetricStore store, IStateStore state, IAuditLog audit, IReadOnlyList<IPipelineStage> stages, IPipelineContextSource? context, Func<CancellationToken, Task> compressAsync, ILogger logger)
    {
        _store = store;
        _catalog = new PipelineCatalog(state, audit);
        _letters = new DeadLetterBox(store, state, logger);
        _totals = new TotalsStore(state, store.TimeProvider, logger);
        _steps = new StepFactory(store, stages, context ?? new StoredContextSource(store), compressAsync);
    }

    public Task<Pipeline> CreateAsync(PipelineDefinition definition, CancellationToken cancellationToken = default)
    {
        ThrowIfInvalid(definition);
        return _catalog.AddAsync(definition, cancellationToken);
    }

    public Task<Pipeline?> GetAsync(string pipelineId, CancellationToken cancellationToken = default) => _catalog.FindAsync(pipelineId, cancellationToken);

    public Task<IReadOnlyList<Pipeline>> ListAsync(CancellationToken cancellationToken = default) => _catalog.ListAsync(cancellationToken);

    public Task<Pipeline> UpdateAsync(string pipelineId, PipelineDefinition definition, CancellationToken cancellationToken = default)
    {
        ThrowIfInvalid(definition);
        return _catalog.ChangeAsync(pipelineId, "update", _ => definition, cancellationToken);
    }

    public Task<Pipeline> EnableAsync(string pipelineId, bool isEnabled = true, CancellationToken cancellationToken = default) =>
        _catalog.ChangeAsync(pipelineId, isEnabled ? "enable" : "disable", definition => definition with { IsEnabled = isEnabled }, cancellationToken);

    public async Task<bool> DeleteAsync(string pipelineId, CancellationToken cancellationToken = default)
    {
        bool existed = await _catalog.DeleteAsync(pipelineId, [TotalsStore.Deletion(pipelineId)], cancellationToken).ConfigureAwait(false);
        if (existed)
        {
            await _letters.DeleteAsync(pipelineId, null, CancellationToken.None).ConfigureAwait(false);
        }

        return existed;
    }

    public async Task<PipelineResult> ProcessThroughPipelineAsync(string pipelineId, IEnumerable<PipelineRecord> records, IProgress<PipelineResult>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        Pipeline pipeline = await NeedEnabledAsync(pipelineId, cancellationToken).ConfigureAwait(false);
        return await RunAsync(pipeline, (intake, token) => intake.TakeAsync(records, token), progress, cancellationToken).ConfigureAwait(false);
    }

    public async Task<PipelineResult> ProcessStreamThroughPipelineAsync(string pipelineId, IAsyncEnumerable<PipelineRecord> records, IProgress<PipelineResult>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        Pipeline pipeline = await NeedEnabledAsync(pipelineId, cancellationToken).ConfigureAwait(false);
        return await RunAsync(pipeline, (intake, token) => intake.TakeAsync(records, token), progress, cancellationToken).ConfigureAwait(false);
    }

    public async Task<PipelineStats> GetPipelineStatsAsync(string pipelineId, CancellationToken cancellationToken = default)
    {
        Pipeline pipeline = await _catalog.NeedAsync(pipelineId, cancellationToken).ConfigureAwait(false);
        PipelineTotals totals = await _totals.ReadAsync(pipelineId, cancellationToken).ConfigureAwait(false);
        return StatsReader.Read(pipeline, totals, [.. _totals.RunsOf(pipelineId)], await _letters.CountAsync(pipelineId, cancellationToken).ConfigureAwait(false));
    }

    public async Task<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(string pipelineId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(pipelineId);
        return await _letters.ListAsync(pipelineId, cancellationToken).ConfigureAwait(false);
    }

    public async Task<PipelineResult> ReplayDeadLettersAsync(string pipelineId, IReadOnlyCollection<string>? letterIds = null, IProgress<PipelineResult>? progress = null, CancellationToken cancellationToken = default)
    {
        Pipeline pipeline = await NeedEnabledAsync(pipelineId, cancellationToken).ConfigureAwait(false);
        HashSet<string>? wanted = letterIds is null ? null : new(letterIds, StringComparer.Ordinal);
        PipelineRecord[] records =
        [
            .. (await _letters.ListAsync(pipelineId, cancellationToken).ConfigureAwait(false))
                .Where(letter => letter.Record is not null && wanted?.Contains(letter.Id) != false)
                .Select(letter => PipelineRecord.OfLetter(letter, PlaceOf(pipeline.Definition, letter.Stage))),
        ];
        try
        {
            return await RunAsync(pipeline, (intake, token) => intake.TakeAsync(records, token), progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            string[] settled = [.. records.Where(record => record.IsSettled).Select(record => record.Letter!.Id)];
            await _letters.DeleteAsync(pipelineId, settled, CancellationToken.None).ConfigureAwait(false);
            await _catalog.AuditAsync("replay", pipeline, settled.Length).ConfigureAwait(false);
        }
    }

    public async Task<int> DeleteDeadLettersAsync(string pipelineId, IReadOnlyCollection<string>? letterIds = null, CancellationToken cancellationToken = default)
    {
        Pipeline pipeline = await _catalog.NeedAsync(pipelineId, cancellationToken).ConfigureAwait(false);
        int deleted = await _letters.DeleteAsync(pipelineId, letterIds, cancellationToken).ConfigureAwait(false);
        await _catalog.AuditAsync("delete_dead_letters", pipeline, deleted).ConfigureAwait(false);
        return deleted;
    }

    public async Task<IReadOnlyList<PipelineSuggestion>> OptimizePipelineAsync(string pipelineId, CancellationToken cancellationToken = default)
    {
        Pipeline pipeline = await _catalog.NeedAsync(pipelineId, cancellationToken).ConfigureAwait(false);
        return new PipelineOptimizer(pipeline.Definition, await _totals.ReadAsync(pipelineId, cancellationToken).ConfigureAwait(false)).Suggest();
    }

    public Task<Pipeline> ApplySuggestionAsync(string pipelineId, PipelineSuggestion suggestion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(suggestion);
        PipelinePatch patch = suggestion.Patch ?? throw new ArgumentException($"The suggestion of kind {suggestion.Kind} has no patch; do what it says by hand.", nameof(suggestion));
        return _catalog.ChangeAsync(pipelineId, "optimize", definition =>
        {
            PipelineDefinition patched = patch.ApplyTo(definition);
            ThrowIfInvalid(patched);
            return patched;
        }, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            if (_running == 0)
            {
                _idle.SetResult();
            }
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await _idle.Task.ConfigureAwait(false);
        _stopping.Dispose();
        _letters.Dispose();
        _totals.Dispose();
    }

    private static int PlaceOf(PipelineDefinition definition, string stage)
    {
        for (int i = 0; i < definition.Stages.Count; i++)
        {
            if (definition.Stages[i].Name == stage)
            {
                return i;
            }
        }

        return 0;
    }

    private void ThrowIfInvalid(PipelineDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        OptionChecks.ThrowIfAny(nameof(PipelineDefinition), [.. definition.FindErrors(), .. _steps.FindErrors(definition)]);
    }

    private async Task<Pipeline> NeedEnabledAsync(string pipelineId, CancellationToken cancellationToken)
    {
        Pipeline pipeline = await _catalog.NeedAsync(pipelineId, cancellationToken).ConfigureAwait(false);
        return pipeline.Definition.IsEnabled ? pipeline : throw new InvalidOperationException("The pipeline is disabled, so it takes no records. Turn it on with Pipelines.EnableAsync.");
    }

    private async Task<PipelineResult> RunAsync(Pipeline pipeline, Func<BatchIntake, CancellationToken, Task> feed, IProgress<PipelineResult>? progress, CancellationToken cancellationToken)
    {
        Enter();
        try
        {
            await _steps.PrepareAsync(pipeline.Definition, cancellationToken).ConfigureAwait(false);
            var run = new PipelineRun(pipeline, index => _steps.Create(pipeline, index), _letters, _store.TimeProvider, progress, _totals.TellAsync);
            _totals.Begin(run);
            try
            {
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
                return await run.RunAsync(feed, stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException error) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException("The run was cancelled. The last report of its progress, and the pipeline's figures, say what had become of the records.", error, cancellationToken);
            }
            finally
            {
                _totals.End(run);
            }
        }
        finally
        {
            Leave();
        }
    }

    private void Enter()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(IPipelines));
            _running++;
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            if (--_running == 0 && _closed)
            {
                _idle.SetResult();
            }
        }
    }
}
