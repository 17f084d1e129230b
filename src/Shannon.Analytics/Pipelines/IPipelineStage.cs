using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Pipelines;

/// <summary>A stage of the host's own, which pipelines name by <see cref="CustomStage.Stage"/>. One object serves all runs, so it must be thread-safe.</summary>
public interface IPipelineStage
{
    /// <summary>Its name, 1 to 200 characters, unique among the engine's stages.</summary>
    string Name { get; }

    /// <summary>Checks the settings of a definition before it is stored.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>Everything that is wrong: which setting, its value, what is allowed. None by default.</returns>
    IReadOnlyList<string> Validate(AttributeSet settings) => [];

    /// <summary>
    /// Works on one record: may replace <see cref="PipelineRecord.Metric"/>, flag it as invalid, or drop it. Called in the order of the records, one at a time
    /// within a run. What it throws sends the record to the dead letters, as it was before the call, and the run goes on.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="context">Where in which pipeline, and the settings.</param>
    /// <param name="cancellationToken">The run is cancelled.</param>
    ValueTask<StageDecision> ProcessAsync(PipelineRecord record, PipelineStageContext context, CancellationToken cancellationToken = default);
}
