namespace Shannon.Analytics.Storage;

/// <summary>Is told what a store object commits: the beginning of streams, real-time statistics and alerts. See <see cref="CommitObservers"/>.</summary>
public interface ICommitObserver
{
    /// <summary>
    /// Records were committed. Called after the commit and before the awaited call that brought them returns; one call after the other, in the
    /// order of ids, whoever brought them: awaited calls, column batches and fire-and-forget producers alike. The writer waits meanwhile, so be quick,
    /// and never wait for the store here. What is thrown is counted in <see cref="StoreHealth.ObserverFailures"/> and touches neither the commit nor other observers.
    /// </summary>
    /// <param name="committed">The records; valid only until the call returns, while those read from it can be kept.</param>
    void OnCommitted(CommittedRecords committed);
}
