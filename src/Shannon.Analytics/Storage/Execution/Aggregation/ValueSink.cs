namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>Takes the values of one group as they come by, for groups with more of them than may be kept. Thread-safe.</summary>
internal abstract class ValueSink(int groupId)
{
    private readonly Lock _lock = new();

    internal int GroupId { get; } = groupId;

    internal void Add(ReadOnlySpan<double> values)
    {
        lock (_lock)
        {
            Take(values);
        }
    }

    /// <summary>Adds values; one caller at a time.</summary>
    protected abstract void Take(ReadOnlySpan<double> values);
}
