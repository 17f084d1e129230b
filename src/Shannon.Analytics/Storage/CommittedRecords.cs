using System.Collections;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Storage;

/// <summary>
/// Records that one commit of this store object brought, in the order of their ids, all live or all history. A record is made when someone first
/// asks for it, and then shared by all observers; what lies in its columns can be looked at before. A record's user, project and model are
/// its own, else its session's as far as they are known at the commit. Duplicates and withdrawn records are not among them.
/// Valid during <see cref="ICommitObserver.OnCommitted"/>, on its thread. A commit whose fate stayed unknown after a fault of the disk is not handed on.
/// </summary>
public abstract class CommittedRecords : IReadOnlyList<MetricRecord>, IRecordRows
{
    private MetricRecord?[]? _made;
    private bool _isOver;

    private protected CommittedRecords(int count, bool isHistory)
    {
        Count = count;
        IsHistory = isHistory;
    }

    /// <summary>How many records there are; at least one.</summary>
    public int Count { get; }

    /// <summary>True if the records were imported from the past; see <see cref="AppendOptions.IsHistory"/>.</summary>
    public bool IsHistory { get; }

    /// <summary>A batch of records that are made already, for stores that have them.</summary>
    /// <param name="records">The records in the order of their ids, at least one, each with the id of what it replaced.</param>
    /// <param name="isHistory">Whether they were imported from the past.</param>
    public static CommittedRecords Of(IReadOnlyList<MetricChange> records, bool isHistory = false)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentOutOfRangeException.ThrowIfZero(records.Count, nameof(records));
        return new Given(records, isHistory);
    }

    /// <summary>The record at a position.</summary>
    /// <param name="index">The position, from 0.</param>
    /// <exception cref="InvalidOperationException">The call to the observer is over.</exception>
    public MetricRecord this[int index]
    {
        get
        {
            Check(index);
            _made ??= new MetricRecord?[Count];
            return _made[index] ??= Make(index);
        }
    }

    /// <summary>The id of a record, without making it.</summary>
    /// <param name="index">The position, from 0.</param>
    public long IdAt(int index)
    {
        Check(index);
        return FindId(index);
    }

    /// <summary>The category and name of a record, without making it.</summary>
    /// <param name="index">The position, from 0.</param>
    public (MetricCategory Category, string Name) MetricAt(int index)
    {
        Check(index);
        return FindMetric(index);
    }

    /// <summary>The id of the record that this one corrects and stands in for, because it has the same key and a higher rank; <see langword="null"/> if it is new.</summary>
    /// <param name="index">The position, from 0.</param>
    public long? ReplacesAt(int index)
    {
        Check(index);
        return FindReplaced(index);
    }

    /// <inheritdoc/>
    public IEnumerator<MetricRecord> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    long IRecordRows.TimeMicrosAt(int index)
    {
        Check(index);
        return FindTime(index);
    }

    string? IRecordRows.SessionAt(int index)
    {
        Check(index);
        return FindSession(index);
    }

    double? IRecordRows.NumberAt(int index, string measurement)
    {
        Check(index);
        return FindNumber(index, measurement);
    }

    AttributeValue IRecordRows.AttributeAt(int index, string name)
    {
        Check(index);
        return FindAttribute(index, name);
    }

    /// <summary>From here on the batch refuses: what lies behind it is used for something else.</summary>
    internal void End() => _isOver = true;

    // The position is in range, and a record is made once.
    private protected abstract MetricRecord Make(int index);

    private protected abstract long FindId(int index);

    private protected abstract (MetricCategory Category, string Name) FindMetric(int index);

    private protected abstract long? FindReplaced(int index);

    private protected virtual long FindTime(int index) => UnixMicros.From(this[index].Timestamp);

    private protected virtual string? FindSession(int index) => this[index].SessionId;

    private protected virtual double? FindNumber(int index, string measurement) => this[index].NumberOf(measurement);

    private protected virtual AttributeValue FindAttribute(int index, string name) => this[index].Attributes.TryGetValue(name, out AttributeValue value) ? value : default;

    private void Check(int index)
    {
        if (_isOver)
        {
            throw new InvalidOperationException("These records can be read only during OnCommitted. Keep the records themselves, not the batch.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
    }

    private sealed class Given(IReadOnlyList<MetricChange> records, bool isHistory) : CommittedRecords(records.Count, isHistory)
    {
        private protected override MetricRecord Make(int index) => records[index].Record;

        private protected override long FindId(int index) => records[index].Record.Id;

        private protected override (MetricCategory Category, string Name) FindMetric(int index) => (records[index].Record.Category, records[index].Record.Name);

        private protected override long? FindReplaced(int index) => records[index].Replaces;
    }
}
