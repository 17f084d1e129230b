namespace Shannon.Analytics.Storage;

/// <summary>Counts what became of every record. Thread-safe.</summary>
internal sealed class IngestCounter
{
    private long _offered;
    private long _stored;
    private long _replaced;
    private long _duplicates;
    private long _dropped;
    private long _rejected;
    private long _tooOld;
    private long _failed;
    private long _cancelled;

    internal void Offered(long count) => Interlocked.Add(ref _offered, count);

    internal void Stored(in AppendResult result)
    {
        Interlocked.Add(ref _stored, result.Stored);
        if (result.Replaced != 0)
        {
            Interlocked.Add(ref _replaced, result.Replaced);
        }

        if (result.Duplicates != 0)
        {
            Interlocked.Add(ref _duplicates, result.Duplicates);
        }
    }

    internal void Dropped(long count) => Interlocked.Add(ref _dropped, count);

    internal void Rejected(long count) => Interlocked.Add(ref _rejected, count);

    /// <summary>Rejected for their age.</summary>
    internal void TooOld(long count)
    {
        Interlocked.Add(ref _rejected, count);
        Interlocked.Add(ref _tooOld, count);
    }

    internal void Failed(long count) => Interlocked.Add(ref _failed, count);

    internal void Cancelled(long count) => Interlocked.Add(ref _cancelled, count);

    /// <param name="buffered">Records that producers hold and have not offered to the store yet.</param>
    /// <param name="droppedByProducers">Records that producers dropped before offering them.</param>
    internal IngestCounts Read(long buffered, long droppedByProducers)
    {
        // Settled counts first: a record settling in between then shows as pending, never as more settled than offered.
        var counts = new IngestCounts
        {
            Stored = Interlocked.Read(ref _stored),
            Replaced = Interlocked.Read(ref _replaced),
            Duplicates = Interlocked.Read(ref _duplicates),
            Dropped = Interlocked.Read(ref _dropped) + droppedByProducers,
            Rejected = Interlocked.Read(ref _rejected),
            TooOld = Interlocked.Read(ref _tooOld),
            Failed = Interlocked.Read(ref _failed),
            Cancelled = Interlocked.Read(ref _cancelled),
        };
        long offered = Interlocked.Read(ref _offered) + buffered + droppedByProducers;
        return counts with
        {
            Offered = offered,
            Pending = offered - counts.Stored - counts.Duplicates - counts.Dropped - counts.Rejected - counts.Failed - counts.Cancelled,
        };
    }
}
