using Shannon.Analytics.Alerting;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics;

/// <summary>How an engine and its store fare.</summary>
public sealed record EngineHealth
{
    /// <summary>True while the engine is initialised and not disposed, and no background work has failed since the last pass that succeeded.</summary>
    public bool IsHealthy { get; init; }

    /// <summary>True between initialisation and disposal.</summary>
    public bool IsRunning { get; init; }

    /// <summary>The store's counters, among them what became of every record.</summary>
    public StoreHealth Store { get; init; } = new();

    /// <summary>Background passes that succeeded.</summary>
    public long BackgroundPasses { get; init; }

    /// <summary>Background passes that failed.</summary>
    public long BackgroundFailures { get; init; }

    /// <summary>When the last background pass ended; <see langword="null"/> before the first.</summary>
    public DateTimeOffset? LastPassAt { get; init; }

    /// <summary>Metrics reported by the session manager that could not be recorded.</summary>
    public long FailedSessionMetrics { get; init; }

    /// <summary>How alerts fare. Empty before initialisation.</summary>
    public AlertHealth Alerts { get; init; } = new();
}
