using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pipelines.Running;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Pipelines.Persistence;

/// <summary>Adds up what runs did, in the store; and knows the runs that go on here. Thread-safe, also among processes.</summary>
internal sealed class TotalsStore(IStateStore state, TimeProvider time, ILogger logger) : IDisposable
{
    private const string Kind = "pipeline_totals";
    private readonly ConcurrentDictionary<PipelineRun, PipelineTotals> _untold = new();
    private readonly SemaphoreSlim _turn = new(1, 1);

    internal IEnumerable<PipelineRun> RunsOf(string pipelineId) => _untold.Keys.Where(run => run.Pipeline.Id == pipelineId);

    internal void Begin(PipelineRun run) => _untold[run] = new PipelineTotals { Runs = 1 };

    internal void End(PipelineRun run) => _untold.TryRemove(run, out _);

    internal async Task<PipelineTotals> ReadAsync(string pipelineId, CancellationToken cancellationToken)
    {
        foreach (PipelineRun run in RunsOf(pipelineId))
        {
            await TellAsync(run).ConfigureAwait(false);
        }

        return await state.GetStateAsync(Kind, pipelineId, cancellationToken).ConfigureAwait(false) is { } entry ? TotalsJson.Read(entry.Value) : new PipelineTotals();
    }

    internal static StateChange Deletion(string pipelineId) => StateChange.Delete(Kind, pipelineId);

    /// <summary>Adds what a run did since the last time. A store that cannot write leaves it for the next time.</summary>
    internal async Task TellAsync(PipelineRun run)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_untold.TryGetValue(run, out PipelineTotals? rise))
            {
                Take(run, rise);
                await AddAsync(run.Pipeline.Id, rise).ConfigureAwait(false);
                _untold[run] = new PipelineTotals();
            }
        }
        catch (Exception error) when (error is StoreException or InvalidOperationException)
        {
            logger.LogError("The figures of the pipeline {PipelineId} could not be stored: {Error}. They are kept for the next time.", run.Pipeline.Id, error.GetType().Name);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private void Take(PipelineRun run, PipelineTotals rise)
    {
        var (received, processed) = run.TakeTotals();
        rise.Received += received;
        rise.Processed += processed;
        rise.LastRunAt = UnixMicros.ToTime(UnixMicros.Now(time));
        foreach (StageMeter meter in run.Meters)
        {
            var fresh = new StageTally();
            meter.TakeTo(fresh);
            rise.Counts.Add(fresh.Counts);
            rise.TallyOf(meter.Definition.Name).Merge(fresh);
        }
    }

    private async Task AddAsync(string pipelineId, PipelineTotals rise)
    {
        while (true)
        {
            StateEntry? entry = await state.GetStateAsync(Kind, pipelineId).ConfigureAwait(false);
            PipelineTotals totals = entry is null ? new PipelineTotals() : TotalsJson.Read(entry.Value);
            totals.Merge(rise);
            if (await state.ApplyAsync([StateChange.Put(Kind, pipelineId, TotalsJson.Write(totals), entry?.Version ?? 0)]).ConfigureAwait(false))
            {
                return;
            }
        }
    }
}
