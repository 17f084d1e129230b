namespace Shannon.Analytics.ClaudeCode;

/// <summary>What became of a payload. Every event and data point is in just one of <see cref="Mapped"/>, <see cref="Ignored"/>, <see cref="Malformed"/>, <see cref="Foreign"/> and <see cref="Unknown"/>. Immutable.</summary>
public sealed record ClaudeTelemetryResult
{
    /// <summary>Log records in the payload.</summary>
    public required long Events { get; init; }

    /// <summary>Data points of metrics in the payload.</summary>
    public required long DataPoints { get; init; }

    /// <summary>Events and data points that made a record.</summary>
    public required long Mapped { get; init; }

    /// <summary>Events and data points that are known and tell nothing that is recorded.</summary>
    public required long Ignored { get; init; }

    /// <summary>Events and data points that lack what they need, or whose numbers are none.</summary>
    public required long Malformed { get; init; }

    /// <summary>Events and data points that are not Claude Code's.</summary>
    public required long Foreign { get; init; }

    /// <summary>Claude Code's events and metrics that are not known, by name; at most 100 names are told apart, the others are counted under <c>(other)</c>.</summary>
    public required IReadOnlyDictionary<string, long> Unknown { get; init; }

    /// <summary>Records stored, those that replaced another included.</summary>
    public required long Stored { get; init; }

    /// <summary>Records stored in place of one that was merged with them.</summary>
    public required long Replaced { get; init; }

    /// <summary>Records not stored because the store knew all they say.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Records refused because they are older than an engine over the store keeps records.</summary>
    public required long TooOld { get; init; }
}
