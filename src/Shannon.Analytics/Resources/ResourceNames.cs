namespace Shannon.Analytics.Resources;

/// <summary>The names of what sampled <c>resource_usage</c> records carry beside the measurements of <see cref="Metrics.ResourceMetric"/>.</summary>
public static class ResourceNames
{
    /// <summary>Attribute: the id of the process that was sampled, of a tree that of its root.</summary>
    public const string ProcessId = "pid";

    /// <summary>Attribute: what was sampled, <see cref="Host"/> or <see cref="Agent"/>.</summary>
    public const string Process = "process";

    /// <summary>Value of <see cref="Process"/>: the process that hosts the engine, without its children.</summary>
    public const string Host = "host";

    /// <summary>Value of <see cref="Process"/>: a process that runs an agent, with all it started.</summary>
    public const string Agent = "agent";

    /// <summary>Measurement: how many processes a tree has.</summary>
    public const string Processes = "processes";
}
