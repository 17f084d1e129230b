namespace Shannon.Analytics.Storage.Maintenance;

/// <summary>What a check of a whole store found.</summary>
public sealed record StoreCheckReport
{
    /// <summary>Most problems that a report lists.</summary>
    public const int MaxProblems = 1_000;

    /// <summary>True if nothing is wrong.</summary>
    public bool IsSound => ProblemCount == 0;

    /// <summary>What is wrong, at most <see cref="MaxProblems"/> entries.</summary>
    public IReadOnlyList<StoreProblem> Problems { get; init; } = [];

    /// <summary>How many problems there are in all.</summary>
    public long ProblemCount { get; init; }

    /// <summary>Blocks of the journal that were read.</summary>
    public long JournalBlocks { get; init; }

    /// <summary>Segments that were read, each with all of its columns.</summary>
    public long Segments { get; init; }

    /// <summary>Rollups that outlived their records and were read.</summary>
    public long Rollups { get; init; }

    /// <summary>Records found, replaced ones included that are not removed yet.</summary>
    public long Records { get; init; }
}
