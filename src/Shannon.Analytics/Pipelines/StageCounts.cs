namespace Shannon.Analytics.Pipelines;

/// <summary>What became of the records at one stage: <see cref="In"/> = <see cref="Out"/> + <see cref="Dropped"/> + <see cref="Errors"/>, but for those that a cancelled run left inside.</summary>
public sealed record StageCounts
{
    /// <summary>The stage's name.</summary>
    public required string Name { get; init; }

    /// <summary>The stage's type, such as <c>validator</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Records that came in; those that a router sent past are not among them.</summary>
    public long In { get; init; }

    /// <summary>Records that went on.</summary>
    public long Out { get; init; }

    /// <summary>Records that this stage found invalid, kept or dropped.</summary>
    public long Invalid { get; init; }

    /// <summary>Records that were left out.</summary>
    public long Dropped { get; init; }

    /// <summary>Records that broke the stage; they are among the dead letters.</summary>
    public long Errors { get; init; }

    /// <summary>Records that the stage changed.</summary>
    public long Changed { get; init; }
}
