using System.Collections.Immutable;

namespace Shannon.Analytics.Storage;

/// <summary>
/// Who is told what one store object commits, in the order they were added. Whoever is added sees every record whose append begins afterwards, and
/// every one that a snapshot opened afterwards lacks: adding oneself first and reading the store then misses nothing. Other store objects
/// over the same file, also in this process, have observers of their own. Thread-safe.
/// </summary>
public sealed class CommitObservers
{
    private ImmutableArray<ICommitObserver> _observers = [];
    private long _failures;

    /// <summary>True if nobody listens; then nothing need be prepared.</summary>
    public bool IsEmpty => _observers.IsEmpty;

    internal int Count => _observers.Length;

    /// <summary>How often an observer threw.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Adds an observer behind the others.</summary>
    /// <param name="observer">The observer.</param>
    /// <returns>Removes the observer when disposed; a call that is under way ends first or shortly after.</returns>
    public IDisposable Add(ICommitObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        ImmutableInterlocked.Update(ref _observers, static (list, added) => list.Add(added), observer);
        return new Removal(this, observer);
    }

    /// <summary>Tells all observers; for stores, after the commit, from one thread at a time. Never throws for an observer that does.</summary>
    /// <param name="committed">What was committed; over when this returns.</param>
    public void Notify(CommittedRecords committed)
    {
        ArgumentNullException.ThrowIfNull(committed);
        foreach (ICommitObserver observer in _observers)
        {
            try
            {
                observer.OnCommitted(committed);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                Interlocked.Increment(ref _failures);
            }
        }

        committed.End();
    }

    private sealed class Removal(CommitObservers owner, ICommitObserver observer) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref owner._observers, static (list, removed) => list.Remove(removed), observer);
    }
}
