using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Pipelines;

/// <summary>
/// Keeps pipelines and sends records through them. Definitions, dead letters and figures are kept in the store; every change is audited. Within a run records
/// keep their order; any number of runs may go on at once. Thread-safe.
/// </summary>
public interface IPipelines
{
    /// <summary>Stores a new pipeline.</summary>
    /// <param name="definition">What it does.</param>
    /// <param name="cancellationToken">Withdraws it if the store has not taken it yet.</param>
    /// <exception cref="InvalidOptionsException">The definition is invalid; everything wrong with it is named.</exception>
    Task<Pipeline> CreateAsync(PipelineDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>Finds a pipeline.</summary>
    /// <param name="pipelineId">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The pipeline, or <see langword="null"/>.</returns>
    Task<Pipeline?> GetAsync(string pipelineId, CancellationToken cancellationToken = default);

    /// <summary>All pipelines, ordered by name.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<Pipeline>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Changes a pipeline; runs that go on finish as they began. Stages that keep their name keep their figures.</summary>
    /// <param name="pipelineId">Its id.</param>
    /// <param name="definition">What it does from now on.</param>
    /// <param name="cancellationToken">Withdraws the change if the store has not taken it yet.</param>
    /// <exception cref="KeyNotFoundException">There is no such pipeline.</exception>
    /// <exception cref="InvalidOptionsException">The definition is invalid; everything wrong with it is named.</exception>
    Task<Pipeline> UpdateAsync(string pipelineId, PipelineDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>Turns a pipeline on or off: off, it takes no records.</summary>
    /// <param name="pipelineId">Its id.</param>
    /// <param name="isEnabled">Whether it takes records.</param>
    /// <param name="cancellationToken">Withdraws the change if the store has not taken it yet.</param>
    /// <exception cref="KeyNotFoundException">There is no such pipeline.</exception>
    Task<Pipeline> EnableAsync(string pipelineId, bool isEnabled = true, CancellationToken cancellationToken = default);

    /// <summary>Deletes a pipeline with its figures and dead letters. What it stored stays.</summary>
    /// <param name="pipelineId">Its id.</param>
    /// <param name="cancellationToken">Withdraws the request if the store has not taken it yet.</param>
    /// <returns><see langword="false"/> if there was none.</returns>
    Task<bool> DeleteAsync(string pipelineId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends records through a pipeline and returns when the last one has come to its end. Cancellation ends the intake; what is on its way to the storage
    /// stage is given up, what is stored already still goes to its end.
    /// </summary>
    /// <param name="pipelineId">The pipeline.</param>
    /// <param name="records">The records; metrics convert to them by themselves.</param>
    /// <param name="progress">Told after every batch that reached the end, and once the run is over, however it ended.</param>
    /// <param name="cancellationToken">Ends the run; then <see cref="OperationCanceledException"/> is thrown.</param>
    /// <returns>What became of the records.</returns>
    /// <exception cref="KeyNotFoundException">There is no such pipeline.</exception>
    /// <exception cref="InvalidOperationException">The pipeline is disabled, or one of its custom stages is not registered.</exception>
    /// <exception cref="PipelineStoppedException">A record broke a stage and could not be kept as a dead letter.</exception>
    Task<PipelineResult> ProcessThroughPipelineAsync(string pipelineId, IEnumerable<PipelineRecord> records, IProgress<PipelineResult>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends a stream of records through a pipeline; as for lists. Of the stream no more is read than the pipeline has room for. When the stream fails, what was read
    /// of it goes to its end, and then its exception is thrown.
    /// </summary>
    /// <param name="pipelineId">The pipeline.</param>
    /// <param name="records">The records.</param>
    /// <param name="progress">Told after every batch that reached the end, and once the run is over, however it ended.</param>
    /// <param name="cancellationToken">Ends the run; then <see cref="OperationCanceledException"/> is thrown.</param>
    Task<PipelineResult> ProcessStreamThroughPipelineAsync(string pipelineId, IAsyncEnumerable<PipelineRecord> records, IProgress<PipelineResult>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>What a pipeline has done over all runs; kept over restarts, to within five seconds if a process dies.</summary>
    /// <param name="pipelineId">The pipeline.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KeyNotFoundException">There is no such pipeline.</exception>
    Task<PipelineStats> GetPipelineStatsAsync(string pipelineId, CancellationToken cancellationToken = default);

    /// <summary>The records that broke a stage, the oldest first.</summary>
    /// <param name="pipelineId">The pipeline.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(string pipelineId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends dead letters through the pipeline again, from the stage that they broke, or from the beginning if there is none of that name any more. Those that
    /// reach the end or are dropped are dead letters no more. Replaying twice stores once: a record without a key is stored under one made of the letter's id.
    /// </summary>
    /// <param name="pipelineId">The pipeline.</param>
    /// <param name="letterIds">Which; <see langword="null"/> for all.</param>
    /// <param name="progress">As for <see cref="ProcessThroughPipelineAsync"/>.</param>
    /// <param name="cancellationToken">Ends the run; what is not through stays a dead letter.</param>
    /// <exception cref="KeyNotFoundException">There is no such pipeline.</exception>
    Task<PipelineResult> ReplayDeadLettersAsync(string pipelineId, IReadOnlyCollection<string>? letterIds = null, IProgress<PipelineResult>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes dead letters for good.</summary>
    /// <param name="pipelineId">The pipeline.</param>
    /// <param name="letterIds">Which; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Withdraws the request if the store has not taken it yet.</param>
    /// <returns>How many were deleted.</returns>
    Task<int> DeleteDeadLettersAsync(string pipelineId, IReadOnlyCollection<string>? letterIds = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Says what would make a pipeline quicker, by what its stages did over all runs: the slow stage, batch size, order, stages that do nothing. Changes
    /// nothing. Empty while a stage has seen fewer than a thousand records, or where there is nothing to gain.
    /// </summary>
    /// <param name="pipelineId">The pipeline.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The suggestions, the most useful first.</returns>
    /// <exception cref="KeyNotFoundException">There is no such pipeline.</exception>
    Task<IReadOnlyList<PipelineSuggestion>> OptimizePipelineAsync(string pipelineId, CancellationToken cancellationToken = default);

    /// <summary>Applies the patch of a suggestion to a pipeline.</summary>
    /// <param name="pipelineId">The pipeline.</param>
    /// <param name="suggestion">A suggestion with a patch.</param>
    /// <param name="cancellationToken">Withdraws the change if the store has not taken it yet.</param>
    /// <exception cref="KeyNotFoundException">There is no such pipeline.</exception>
    /// <exception cref="ArgumentException">The suggestion has no patch.</exception>
    /// <exception cref="InvalidOperationException">The pipeline was changed meanwhile, so that the patch does not fit it any more.</exception>
    Task<Pipeline> ApplySuggestionAsync(string pipelineId, PipelineSuggestion suggestion, CancellationToken cancellationToken = default);
}
