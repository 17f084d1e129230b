namespace Shannon.Analytics.Resources;

/// <summary>What one process has used since it began.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Birth">When it began, in a unit of the system's own: ids are used again, pairs of id and birth are not.</param>
internal readonly record struct ProcessEntry(int Id, long Birth)
{
    public int ParentId { get; init; }

    /// <summary>The session (in the sense of the system) it belongs to; 0 where there are none.</summary>
    public int SessionId { get; init; }

    public TimeSpan Cpu { get; init; }

    /// <summary>CPU time of its children that have ended, and of theirs.</summary>
    public TimeSpan ReapedCpu { get; init; }

    public long MemoryBytes { get; init; }

    /// <summary>Bytes read from disk, those of children that have ended among them; null where it is not told.</summary>
    public long? ReadBytes { get; init; }

    /// <summary>Bytes written to disk, those of children that have ended among them; null where it is not told.</summary>
    public long? WrittenBytes { get; init; }
}
