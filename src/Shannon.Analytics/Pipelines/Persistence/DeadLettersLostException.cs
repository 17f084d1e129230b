namespace Shannon.Analytics.Pipelines.Persistence;

/// <summary>Records broke a stage and could not be kept either; becomes a <see cref="PipelineStoppedException"/> once the run is over.</summary>
internal sealed class DeadLettersLostException(string message, Exception? cause) : Exception(message, cause);
