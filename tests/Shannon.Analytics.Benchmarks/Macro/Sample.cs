namespace Shannon.Analytics.Benchmarks.Macro;

/// <summary>What one timed run of one contender cost.</summary>
internal sealed record Sample
{
    /// <summary>Wall-clock seconds of the timed part.</summary>
    public required double Seconds { get; init; }

    /// <summary>Processor seconds of this process during the timed part, all threads together: steadier than the clock while others use the machine.</summary>
    public required double ProcessorSeconds { get; init; }

    /// <summary>Operations (rows, calls, commits) performed in the timed part.</summary>
    public required long Operations { get; init; }

    /// <summary>Managed bytes allocated by the whole process during the timed part.</summary>
    public required long AllocatedBytes { get; init; }

    /// <summary>Bytes of all files in the contender's folder after it was disposed, or of those it names.</summary>
    public required long FileBytes { get; init; }

    /// <summary>Most memory of the contender's own process; 0 without one.</summary>
    public long PeakBytes { get; init; }
}
