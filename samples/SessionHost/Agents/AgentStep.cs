namespace SessionHost.Agents;

/// <summary>Something an agent does on its way to an answer.</summary>
internal abstract record AgentStep
{
    /// <summary>A process works on the prompt.</summary>
    internal sealed record Started(int ProcessId) : AgentStep;

    /// <summary>A piece of the answer.</summary>
    internal sealed record Said(string Text) : AgentStep;

    /// <summary>A response of the model is complete; <paramref name="Input"/> is without what came from the cache or went into it.</summary>
    internal sealed record Used(string ResponseId, string Model, long Input, long Output, long CacheRead, long CacheWrite) : AgentStep;

    internal sealed record ToolStarted(string Id, string Name) : AgentStep;

    internal sealed record ToolEnded(string Id, bool Succeeded) : AgentStep;

    /// <summary>The prompt is over; <paramref name="ErrorType"/> is null if it went well.</summary>
    internal sealed record Ended(string Text, string? ErrorType) : AgentStep;
}
