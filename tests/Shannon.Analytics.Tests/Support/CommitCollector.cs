using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Tests.Support;

/// <summary>Keeps what a store hands to its observers.</summary>
internal sealed class CommitCollector : ICommitObserver
{
    private readonly Lock _lock = new();
    private readonly List<CommittedRecord> _seen = [];

    public IReadOnlyList<CommittedRecord> Seen
    {
        get
        {
            lock (_lock)
            {
                return [.. _seen];
            }
        }
    }

    public CommittedRecords? Last { get; private set; }

    public void OnCommitted(CommittedRecords committed)
    {
        lock (_lock)
        {
            Last = committed;
            for (int i = 0; i < committed.Count; i++)
            {
                MetricRecord record = committed[i];
                Assert.Equal((record.Id, (record.Category, record.Name)), (committed.IdAt(i), committed.MetricAt(i)));
                _seen.Add(new CommittedRecord(record, committed.ReplacesAt(i), committed.IsHistory));
            }
        }
    }
}
