namespace Shannon.Analytics.Storage.Blocks;

/// <summary>The global ids behind a block's local codes.</summary>
/// <param name="Names">Metric name ids by local code.</param>
/// <param name="Sessions">Session ids by local code.</param>
internal sealed record BlockIds(long[] Names, long[] Sessions);
