namespace Shannon.Analytics.Metrics;

/// <summary>What a record is about. The numeric values are part of the file format and never change.</summary>
public enum MetricCategory
{
    /// <summary>The life of a session: start, end, resume.</summary>
    Session = 1,

    /// <summary>How long or how fast: response time, throughput.</summary>
    Performance = 2,

    /// <summary>What a process used: CPU, memory, disk, network.</summary>
    Resource = 3,

    /// <summary>Tokens consumed and produced.</summary>
    Token = 4,

    /// <summary>Something failed.</summary>
    Error = 5,

    /// <summary>A number of the host's own.</summary>
    Custom = 6,

    /// <summary>Something happened, with free fields.</summary>
    Event = 7,

    /// <summary>The use of a tool by the agent.</summary>
    Tool = 8,

    /// <summary>A call of a model API.</summary>
    Api = 9,
}
