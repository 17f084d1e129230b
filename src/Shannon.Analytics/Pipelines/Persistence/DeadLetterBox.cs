using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pipelines.Running;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Pipelines.Persistence;

/// <summary>Keeps records that broke a stage, each a document of its own, so that each can be replayed or deleted. Thread-safe.</summary>
internal sealed class DeadLetterBox(IMetricStore store, IStateStore state, ILogger logger) : IDisposable
{
    private const string KindPrefix = "pipeline_dead_letter:";
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _lastId;

    internal async Task<IReadOnlyList<DeadLetter>> ListAsync(string pipelineId, CancellationToken cancellationToken) =>
        [.. (await state.ListStateAsync(KindOf(pipelineId), cancellationToken).ConfigureAwait(false)).Select(entry => DeadLetterJson.Read(pipelineId, entry)).OrderBy(letter => letter.Id, StringComparer.Ordinal)];

    internal async Task<int> CountAsync(string pipelineId, CancellationToken cancellationToken) =>
        (await state.ListStateAsync(KindOf(pipelineId), cancellationToken).ConfigureAwait(false)).Count;

    internal async Task<int> DeleteAsync(string pipelineId, IReadOnlyCollection<string>? ids, CancellationToken cancellationToken)
    {
        HashSet<string>? wanted = ids is null ? null : new(ids, StringComparer.Ordinal);
        string[] present = [.. (await state.ListStateAsync(KindOf(pipelineId), cancellationToken).ConfigureAwait(false)).Select(entry => entry.Id).Where(id => wanted?.Contains(id) != false)];
        if (present.Length > 0)
        {
            await state.ApplyAsync([.. present.Select(id => StateChange.Delete(KindOf(pipelineId), id))], cancellationToken).ConfigureAwait(false);
        }

        return present.Length;
    }

    /// <summary>Keeps records durably. A letter that fails again keeps its id.</summary>
    /// <exception cref="DeadLettersLostException">They cannot be kept.</exception>
    internal async Task PutAsync(string pipelineId, string stage, IReadOnlyList<FailedRecord> failed)
    {
        // One at a time, so that several stages and runs do not fill the box beyond its bound together.
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            int fresh = failed.Count(one => one.Record.Letter is null);
            if (fresh > 0 && await CountAsync(pipelineId, CancellationToken.None).ConfigureAwait(false) + fresh > PipelineLimits.MaxDeadLetters)
            {
                throw new DeadLettersLostException(
                    FormattableString.Invariant($"{failed.Count} records broke the stage '{stage}', and the pipeline has {PipelineLimits.MaxDeadLetters} dead letters, the most there may be, or nearly. The run stopped; replay or delete dead letters, and send what is unprocessed again."),
                    null);
            }

            logger.LogWarning("{Count} records broke the stage {Stage} of the pipeline {PipelineId} and are dead letters now; the first by {Error}.", failed.Count, stage, pipelineId, failed[0].Error.GetType().Name);
            await state.ApplyAsync([.. failed.Select(one => ChangeOf(pipelineId, stage, one))]).ConfigureAwait(false);
        }
        catch (Exception error) when (error is StoreException or InvalidOperationException)
        {
            throw new DeadLettersLostException(FormattableString.Invariant($"{failed.Count} records broke the stage '{stage}', and the store could not keep them as dead letters. The run stopped; mend what the inner exception says, and send what is unprocessed again."), error);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private static string KindOf(string pipelineId) => KindPrefix + pipelineId;

    private StateChange ChangeOf(string pipelineId, string stage, FailedRecord failed)
    {
        DeadLetter? before = failed.Record.Letter;
        var letter = new DeadLetter
        {
            Id = before?.Id ?? NewId(),
            PipelineId = pipelineId,
            Stage = stage,
            Reason = ReasonOf(failed.Error),
            FailedAt = UnixMicros.ToTime(UnixMicros.Now(store.TimeProvider)),
            Attempts = (before?.Attempts ?? 0) + 1,
            Record = TextOf(failed.Record),
        };
        return StateChange.Put(KindOf(pipelineId), letter.Id, DeadLetterJson.Write(letter));
    }

    // Rises with time, also within a microsecond; unique among processes.
    private string NewId()
    {
        long now = UnixMicros.Now(store.TimeProvider);
        _lastId = Math.Max(_lastId + 1, now);
        return string.Create(CultureInfo.InvariantCulture, $"{_lastId:x14}{Guid.NewGuid():N}");
    }

    // What a stage of the host throws may say what the record holds; ours never does, and JSON's own says where only.
    private static string ReasonOf(Exception error) => error switch
    {
        MetricValidationException invalid => $"Field '{invalid.Field}': {invalid.Problem}",
        AnalyticsException ours => ours.Message,
        JsonException { LineNumber: { } line, BytePositionInLine: { } position } => FormattableString.Invariant($"The text is no JSON at byte {position} of line {line}."),
        JsonException => "The text is no JSON object.",
        _ => $"The stage threw {(error.InnerException ?? error).GetType().FullName}.",
    };

    // Nothing of a record may be written that has not passed the filters: what cannot pass them is not kept.
    private string? TextOf(PipelineRecord record)
    {
        if (store.Filters.IsEmpty && !record.IsRead)
        {
            return Storable(record.Json!);
        }

        try
        {
            MetricInput metric = record.Metric;
            if (!IsValid(metric))
            {
                metric = Records.RecordSalvage.Of(metric);
            }

            return store.Filters.Apply(metric).ToJson();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return store.Filters.IsEmpty ? Storable(record.Json ?? string.Empty) : null;
        }
    }

    private static bool IsValid(MetricInput metric)
    {
        try
        {
            MetricValidator.Validate(metric, null);
            return true;
        }
        catch (MetricValidationException)
        {
            return false;
        }
    }

    // Half of a surrogate pair is no text that can be kept.
    private static string Storable(string text) => MetricValidator.HasOnlyWholePairs(text) ? text : System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
