namespace Shannon.Analytics.Pipelines.Running;

/// <summary>A record that broke a stage.</summary>
/// <param name="Record">The record, as it came to the stage.</param>
/// <param name="Error">What the stage threw.</param>
internal readonly record struct FailedRecord(PipelineRecord Record, Exception Error);
