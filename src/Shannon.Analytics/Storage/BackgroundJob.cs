namespace Shannon.Analytics.Storage;

/// <summary>Work that a <see cref="BackgroundRunner"/> does on every pass.</summary>
/// <param name="Name">What it does, for logs.</param>
/// <param name="Exclusive">True if only one process over the store may do it at a time.</param>
/// <param name="RunAsync">Does it; what it throws is counted and logged, and does not stop other jobs.</param>
internal sealed record BackgroundJob(string Name, bool Exclusive, Func<CancellationToken, Task> RunAsync);
