namespace Shannon.Analytics.Pipelines.Running;

/// <summary>Records that go from stage to stage together, in order. One stage at a time has it; not thread-safe.</summary>
internal sealed class PipelineBatch(int capacity)
{
    private PipelineRecord[] _records = new PipelineRecord[capacity];

    internal int Count { get; private set; }

    internal ReadOnlySpan<PipelineRecord> Records => _records.AsSpan(0, Count);

    internal PipelineRecord this[int index]
    {
        get => _records[index];
        set => _records[index] = value;
    }

    internal void Add(PipelineRecord record)
    {
        if (Count == _records.Length)
        {
            Array.Resize(ref _records, Math.Max(4, Count * 2));
        }

        _records[Count++] = record;
    }

    internal void Append(PipelineBatch other)
    {
        int count = Count + other.Count;
        if (count > _records.Length)
        {
            Array.Resize(ref _records, Math.Max(count, _records.Length * 2));
        }

        other.Records.CopyTo(_records.AsSpan(Count));
        Count = count;
    }

    /// <summary>Keeps the first records.</summary>
    internal void Truncate(int count)
    {
        Array.Clear(_records, count, Count - count);
        Count = count;
    }
}
