namespace Shannon.Analytics.Pipelines.Running;

/// <summary>A stage takes no more batches, because it failed; the run says why.</summary>
internal sealed class StageClosedException(Exception cause) : Exception("The stage takes no more batches.", cause);
