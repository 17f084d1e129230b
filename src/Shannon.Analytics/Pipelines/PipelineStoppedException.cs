using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Pipelines;

/// <summary>A run stopped, because a record broke a stage and could not be kept as a dead letter either: rather stop than lose it.</summary>
public sealed class PipelineStoppedException : AnalyticsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="result">What had become of the records.</param>
    /// <param name="innerException">The cause, if another component reported it.</param>
    public PipelineStoppedException(string message, PipelineResult result, Exception? innerException = null)
        : base(message, innerException) => Result = result;

    /// <summary>What had become of the records; those that were not stored and are no dead letters are counted as unprocessed.</summary>
    public PipelineResult Result { get; }
}
