using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Alerting;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Dashboards;
using Shannon.Analytics.Integrations.ApiKeys;
using Shannon.Analytics.Integrations.Webhooks;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pipelines;
using Shannon.Analytics.Pricing.Budgets;
using Shannon.Analytics.Privacy;
using Shannon.Analytics.Realtime;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Sessions;

namespace Shannon.Analytics;

/// <summary>The entrance to analytics: collection, raw queries, health. <see cref="AnalyticsEngine"/> implements it; hosts double it in their tests. Thread-safe.</summary>
public interface IAnalyticsEngine : IAsyncDisposable
{
    /// <summary>Takes metrics in and hands stored ones out.</summary>
    IMetricsCollector Collector { get; }

    /// <summary>Computes figures over what is stored.</summary>
    IMetricsAggregator Aggregator { get; }

    /// <summary>Makes reports of what is stored.</summary>
    IAnalyticsReporter Reporter { get; }

    /// <summary>Limits on what may be spent.</summary>
    IBudgetLedger Budgets { get; }

    /// <summary>Protects the people whose records are stored.</summary>
    IPrivacy Privacy { get; }

    /// <summary>Keeps dashboards and fills them with data.</summary>
    IDashboards Dashboards { get; }

    /// <summary>Keeps pipelines and sends records through them.</summary>
    IPipelines Pipelines { get; }

    /// <summary>True while streams, real-time statistics and dashboards work: from the start, or since <see cref="EnableRealTimeProcessingAsync"/>.</summary>
    bool IsRealTimeEnabled { get; }

    /// <summary>What is watched, and where it stands.</summary>
    IAlerts Alerts { get; }

    /// <summary>What alerts have to say to whoever listens.</summary>
    AlertNotifications Notifications { get; }

    /// <summary>Whom session managers ask before a prompt; alerts with the action <c>throttle</c> answer.</summary>
    IThrottle Throttle { get; }

    /// <summary>Tells other systems what happens.</summary>
    IWebhooks Webhooks { get; }

    /// <summary>Lets other systems in.</summary>
    IApiKeys ApiKeys { get; }

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

    /// <summary>
    /// Subscribes to what this engine's store object commits, from this call on: what is awaited afterwards appears, whoever collects it. Any number of
    /// streams; none delays the writer or another one.
    /// </summary>
    /// <param name="request">Which records, and how they queue; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <exception cref="InvalidOperationException">Real-time processing is off; see <see cref="EnableRealTimeProcessingAsync"/>.</exception>
    /// <exception cref="Diagnostics.InvalidOptionsException">The request is out of range; everything wrong with it is named.</exception>
    IMetricStream StreamMetricsAsync(MetricStreamRequest? request = null, CancellationToken cancellationToken = default);

    /// <summary>Figures over the window that ends now, kept up to date by every commit: asking reads no records, but for the first time a metric and window are asked for.</summary>
    /// <param name="metrics">The metrics, 1 to 64: names, categories, <c>name.measurement</c>, or derived figures such as <c>active_sessions</c>.</param>
    /// <param name="window">How far back, 1 second to 1 day.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>An entry for each metric, also for those without records.</returns>
    /// <exception cref="InvalidOperationException">Real-time processing is off; see <see cref="EnableRealTimeProcessingAsync"/>.</exception>
    /// <exception cref="ArgumentException">The metrics or the window are out of range.</exception>
    Task<RealTimeStats> GetRealTimeStatsAsync(IReadOnlyList<Selector> metrics, TimeSpan window, CancellationToken cancellationToken = default);

    /// <summary>Turns streams, real-time statistics and dashboards on, where <see cref="AnalyticsEngineOptions.EnableRealTime"/> was off. Calling it again does nothing.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task EnableRealTimeProcessingAsync(CancellationToken cancellationToken = default);

    /// <summary>Writes records into a plain SQLite file with one row for each, for SQL without this library; see <see cref="Storage.Sqlite.SqliteRowTable"/> for its columns.</summary>
    /// <param name="path">Where the file shall be; its folder must exist. A file there is replaced.</param>
    /// <param name="query">Which records; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Gives up; nothing is left behind.</param>
    /// <returns>How many records were written.</returns>
    /// <exception cref="ArgumentException">The path is empty or the store's own file, or the query is out of range.</exception>
    /// <exception cref="Diagnostics.StoreException">The file cannot be written.</exception>
    Task<long> ExportToSqliteAsync(string path, Storage.MetricQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>Stores what fire-and-forget producers hold: durable when the task completes.</summary>
    /// <param name="cancellationToken">Stops waiting; storing goes on.</param>
    Task FlushAsync(CancellationToken cancellationToken = default);
}
