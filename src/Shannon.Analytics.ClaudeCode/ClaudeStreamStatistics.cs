namespace Shannon.Analytics.ClaudeCode;

/// <summary>What became of the output of all clients that a <see cref="ClaudeCodeSessionManager"/> ran. Immutable.</summary>
public sealed record ClaudeStreamStatistics
{
    /// <summary>Lines read, those below included; oversized ones are not among them.</summary>
    public required long Lines { get; init; }

    /// <summary>Lines passed over because they are no JSON object or lack what their type needs.</summary>
    public required long MalformedLines { get; init; }

    /// <summary>Lines passed over because they are longer than <see cref="ClaudeCodeSessionManagerOptions.MaxLineBytes"/>.</summary>
    public required long OversizedLines { get; init; }

    /// <summary>Lines passed over because their type is not known.</summary>
    public required long UnknownLines { get; init; }

    /// <summary>Calls of listeners that failed; the session went on.</summary>
    public required long FailedListenerCalls { get; init; }

    /// <summary>Processes that run now.</summary>
    public required int RunningProcesses { get; init; }
}
