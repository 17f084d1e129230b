namespace Shannon.Analytics.Pipelines;

/// <summary>Every bound on pipelines, in one table.</summary>
public static class PipelineLimits
{
    /// <summary>Most stages of one pipeline.</summary>
    public const int MaxStages = 50;

    /// <summary>Longest name of a pipeline or a stage, in UTF-16 units.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Most routes of a router, attributes of a condition, and derived metrics of a transformer.</summary>
    public const int MaxRules = 64;

    /// <summary>Most dead letters that one pipeline keeps. When they are all there, a run stops rather than lose a record.</summary>
    public const int MaxDeadLetters = 10_000;

    /// <summary>Longest reason that an invalid record carries in <c>invalid_reason</c>, in UTF-16 units.</summary>
    public const int MaxReasonLength = 1_000;
}
