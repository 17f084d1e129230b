using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Alerting;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Sessions;

namespace Shannon.Analytics;

/// <summary>The entrance to analytics: collection, raw queries, health. <see cref="AnalyticsEngine"/> implements it; hosts double it in their tests. Thread-safe.</summary>
public interface IAnalyticsEngine : IAsyncDisposable
{
    /// <summary>Takes metrics in and hands stored ones out.</summary>
    IMetricsCollector Collector { get; }

    /// <summary>Computes figures over what is stored.</summary>
    IMetricsAggregator Aggregator { get; }

    /// <summary>What is watched, and where it stands.</summary>
    IAlerts Alerts { get; }

    /// <summary>What alerts have to say to whoever listens.</summary>
    AlertNotifications Notifications { get; }

    /// <summary>Whom session managers ask before a prompt; alerts with the action <c>throttle</c> answer.</summary>
    IThrottle Throttle { get; }

    /// <summary>The options in force.</summary>
    AnalyticsEngineOptions Options { get; }

    /// <summary>How engine and store fare.</summary>
    EngineHealth Health { get; }

    /// <summary>Opens the store and starts the background work. Calling it again does nothing.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task InitializeAsync(CancellationToken cancellationToken = default);

    /// <summary>Records an event; durable and visible when the task completes.</summary>
    /// <param name="analyticsEvent">The event.</param>
    /// <param name="cancellationToken">Withdraws it if the store has not taken it yet.</param>
    Task TrackEventAsync(AnalyticsEvent analyticsEvent, CancellationToken cancellationToken = default);

    /// <summary>Records a metric of any kind; durable and visible when the task completes.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="cancellationToken">Withdraws it if the store has not taken it yet.</param>
    Task TrackMetricAsync(MetricInput metric, CancellationToken cancellationToken = default);

    /// <summary>The most recent records as they are stored, newest first.</summary>
    /// <param name="limit">At most this many, 1 to <see cref="MetricLimits.MaxListCount"/>; 100 by default.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<IReadOnlyList<MetricRecord>> GetRawMetricsAsync(int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>Stores what fire-and-forget producers hold: durable when the task completes.</summary>
    /// <param name="cancellationToken">Stops waiting; storing goes on.</param>
    Task FlushAsync(CancellationToken cancellationToken = default);
}
