using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Alerting;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Dashboards;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Integrations.ApiKeys;
using Shannon.Analytics.Integrations.Webhooks;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pipelines;
using Shannon.Analytics.Pricing.Budgets;
using Shannon.Analytics.Privacy;
using Shannon.Analytics.Realtime;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Resources;
using Shannon.Analytics.Sessions;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics;

/// <summary>
/// Analytics over one store: <c>await using var analytics = await AnalyticsEngine.OpenAsync("usage.db");</c>. Any number of engines may work
/// over one store object, and over one file in several processes. Thread-safe. Everything but reading properties and disposing throws
/// <see cref="InvalidOperationException"/> before <see cref="InitializeAsync"/> and <see cref="ObjectDisposedException"/> after disposal.
/// </summary>
public sealed class AnalyticsEngine : IAnalyticsEngine
{
    private readonly IMetricStore? _store;
    private readonly IMetricsAggregator? _aggregator;
    private readonly IAnalyticsReporter? _reporter;
    private readonly BudgetLedger? _budgets;
    private readonly bool _ownsStore;
    private readonly ISessionManager? _sessionManager;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _lifecycle = new(1, 1);
    private BackgroundRunner? _background;
    private IDisposable? _retention;
    private SessionRecorder? _sessionRecorder;
    private readonly RealtimeHub? _realtime;
    private readonly DashboardManager? _dashboards;
    private readonly CancellationTokenSource _stopping = new();
    private volatile bool _isRealTimeEnabled;
    private EngineServices? _services;
    private volatile State _state;

    /// <summary>Makes an engine over a store, with components of its own and the default options.</summary>
    /// <param name="store">The store; the caller goes on owning it. <see cref="InitializeAsync"/> opens it if need be.</param>
    public AnalyticsEngine(IMetricStore store)
        : this(store, new AnalyticsEngineOptions())
    {
    }

    /// <summary>Makes an engine over a store, with components of its own.</summary>
    /// <param name="store">The store; the caller goes on owning it. <see cref="InitializeAsync"/> opens it if need be.</param>
    /// <param name="options">How the engine works.</param>
    /// <exception cref="InvalidOptionsException">Options are out of range; all of them are named.</exception>
    /// <exception cref="NotSupportedException">Compression or encryption is asked for, and the store is not the embedded one.</exception>
    public AnalyticsEngine(IMetricStore store, AnalyticsEngineOptions options)
        : this(new MetricsCollector(store), null, null, options, null, ownsStore: false)
    {
    }

    /// <summary>Makes an engine from its components, as dependency injection does.</summary>
    /// <param name="collector">The collector. The engine works over its store if it is an <see cref="IStoreComponent"/>; else it has none, and only collects.</param>
    /// <param name="sessionManager">Whose sessions to record; <see langword="null"/> for none. The caller goes on owning it.</param>
    /// <param name="aggregator">The aggregator; <see langword="null"/> for one over the collector's store.</param>
    /// <param name="reporter">The reporter; <see langword="null"/> for one over the collector's store.</param>
    /// <param name="options">How the engine works; <see langword="null"/> for the defaults.</param>
    /// <exception cref="InvalidOptionsException">Options are out of range; all of them are named.</exception>
    /// <exception cref="NotSupportedException">Compression or encryption is asked for, and the store is not the embedded one.</exception>
    public AnalyticsEngine(IMetricsCollector collector, ISessionManager? sessionManager, IMetricsAggregator? aggregator = null, IAnalyticsReporter? reporter = null, AnalyticsEngineOptions? options = null)
        : this(collector, aggregator, reporter, options, sessionManager, ownsStore: false)
    {
    }

    private AnalyticsEngine(IMetricsCollector collector, IMetricsAggregator? aggregator, IAnalyticsReporter? reporter, AnalyticsEngineOptions? options, ISessionManager? sessionManager, bool ownsStore)
    {
        ArgumentNullException.ThrowIfNull(collector);
        Options = options ?? new AnalyticsEngineOptions();
        Options.Validate();
        Collector = collector;
        _store = (collector as IStoreComponent)?.Store;
        ThrowIfUnprotectable();
        _aggregator = aggregator ?? (_store is null ? null : new MetricsAggregator(_store));
        _reporter = reporter ?? (_store is null ? null : new AnalyticsReporter(_store));
        _budgets = _store is IStateStore ? new BudgetLedger(_store) : null;
        _ownsStore = ownsStore;
        _sessionManager = sessionManager;
        _logger = (Options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Shannon.Analytics");
        _isRealTimeEnabled = Options.EnableRealTime;
        _realtime = _store is null ? null : new RealtimeHub(_store);
        _dashboards = _store is null ? null : new DashboardManager(_store, Aggregator, Realtime, _stopping.Token);
        _store?.Intake.Restrict(Options.BufferSize, Options.BatchSize);
    }

    private enum State
    {
        New,
        Running,
        Disposed,
    }

    /// <inheritdoc/>
    public IMetricsCollector Collector { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The engine was made from a collector without a store, and without an aggregator.</exception>
    public IMetricsAggregator Aggregator => _aggregator
        ?? throw new InvalidOperationException("The engine has no aggregator: its collector is not over a store. Hand an aggregator to the constructor.");

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The engine was made from a collector without a store, and without a reporter.</exception>
    public IAnalyticsReporter Reporter => _reporter
        ?? throw new InvalidOperationException("The engine has no reporter: its collector is not over a store. Hand a reporter to the constructor.");

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The engine is not over a store that keeps state.</exception>
    public IBudgetLedger Budgets => _budgets
        ?? throw new InvalidOperationException("The engine has no budgets: its collector is not over a store that also implements IStateStore. Use one, such as SqliteStore.");

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The engine was made from a collector without a store.</exception>
    public IDashboards Dashboards => _dashboards ?? throw new InvalidOperationException("The engine has no store to keep dashboards in: its collector is not over one. Make it over a store.");

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The engine is not initialised, or its store keeps no state.</exception>
    public IPipelines Pipelines
    {
        get
        {
            ThrowIfNotRunning();
            return _services?.Pipelines ?? throw new InvalidOperationException("The engine has no pipelines: its store does not keep state. Use one that implements IStateStore, such as SqliteStore.");
        }
    }

    /// <inheritdoc/>
    public bool IsRealTimeEnabled => _isRealTimeEnabled;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The engine is not initialised, or its store keeps no state.</exception>
    public IAlerts Alerts => RunningAlerts;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The engine is not initialised, or its store keeps no state.</exception>
    public AlertNotifications Notifications => RunningAlerts.Notifications;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The engine is not initialised, or its store keeps no state.</exception>
    public IThrottle Throttle => new AlertThrottle(RunningAlerts);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The engine is not initialised, or its store keeps no state or has no keys.</exception>
    public IWebhooks Webhooks => Running(_services?.Webhooks, "webhooks");

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The engine is not initialised, or its store keeps no state or has no keys.</exception>
    public IApiKeys ApiKeys => Running(_services?.ApiKeys, "API keys");

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The engine is not initialised, or its store does not keep state.</exception>
    public IPrivacy Privacy
    {
        get
        {
            ThrowIfNotRunning();
            return _services?.Privacy ?? throw new InvalidOperationException("The engine cannot keep a privacy configuration: its store does not keep state. Use one that implements IStateStore, such as SqliteStore.");
        }
    }

    /// <inheritdoc/>
    public AnalyticsEngineOptions Options { get; }

    /// <inheritdoc/>
    public EngineHealth Health => new()
    {
        IsRunning = _state == State.Running,
        IsHealthy = _state == State.Running && _background?.IsFailing != true,
        Store = _store?.Health ?? new StoreHealth(),
        BackgroundPasses = _background?.Passes ?? 0,
        BackgroundFailures = _background?.Failures ?? 0,
        LastPassAt = _background?.LastPassAt,
        FailedSessionMetrics = _sessionRecorder?.Failed ?? 0,
        Alerts = _services?.Alerts?.Health ?? new AlertHealth(),
    };

    /// <summary>Opens or creates a database file and an engine over it; disposing the engine closes the file.</summary>
    /// <param name="path">Where the file is or shall be; its folder must exist. <c>:memory:</c> for a store that lasts as long as the engine.</param>
    /// <param name="options">How the engine works; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">The file cannot be opened; the type and message say why and what to do.</exception>
    public static async Task<AnalyticsEngine> OpenAsync(string path, AnalyticsEngineOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new AnalyticsEngineOptions();
        options.Validate();
        var store = new SqliteStore(path, new SqliteStoreOptions
        {
            TimeProvider = options.TimeProvider,
            LoggerFactory = options.LoggerFactory,
            CompressionEnabled = options.CompressionEnabled,
            EncryptionEnabled = options.EncryptionEnabled,
            KeyProvider = options.KeyProvider,
            MaxDatabaseBytes = options.MaxDatabaseBytes,
        });
        var engine = new AnalyticsEngine(new MetricsCollector(store), null, null, options, null, ownsStore: true);
        try
        {
            await engine.InitializeAsync(cancellationToken).ConfigureAwait(false);
            return engine;
        }
        catch
        {
            await engine.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task InitializeAsync(CancellationToken cancellationToken = default)
    {
        await _lifecycle.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_state == State.Disposed, this);
            if (_state == State.Running)
            {
                return;
            }

            if (_store is not null)
            {
                await _store.InitializeAsync(cancellationToken).ConfigureAwait(false);
                if ((Options.CompressionEnabled || Options.EncryptionEnabled) && _store is SqliteStore sqlite)
                {
                    await sqlite.ProtectAsync(Options.CompressionEnabled, Options.EncryptionEnabled, cancellationToken).ConfigureAwait(false);
                }
            }

            RetentionClock? retention = await NewRetentionClockAsync(cancellationToken).ConfigureAwait(false);
            if (_store is IStateStore state)
            {
                _services ??= new EngineServices(_store, state, Options, _logger);
                await _services.JoinAsync(cancellationToken).ConfigureAwait(false);
            }

            if (_sessionManager is IThrottledSessionManager throttled && _services?.Alerts is { } alerts)
            {
                throttled.Throttle = new AlertThrottle(alerts);
            }

            if (_sessionManager is not null)
            {
                _sessionRecorder = new SessionRecorder(Collector, _logger, _sessionManager);
            }

            // Last, because nothing behind it can fail: a second attempt must not find the first one's timer running.
            if (_store is not null)
            {
                _retention = (_store as SqliteStore)?.RefuseTooOld(retention!);
                _background = new BackgroundRunner(_store as IStateStore, _store.TimeProvider, _logger, Options.CollectionInterval, Jobs(_store, new RetentionJob(_store, retention!, _logger), NewSampling(_store.TimeProvider)));
                _background.Start();
            }

            _state = State.Running;
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <inheritdoc/>
    public Task TrackEventAsync(AnalyticsEvent analyticsEvent, CancellationToken cancellationToken = default) =>
        TrackMetricAsync(analyticsEvent, cancellationToken);

    /// <inheritdoc/>
    public Task TrackMetricAsync(MetricInput metric, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ThrowIfNotRunning();
        return Collector.CollectAsync(metric, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<MetricRecord>> GetRawMetricsAsync(int limit = 100, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MetricLimits.MaxListCount);
        ThrowIfNotRunning();
        return Collector.GetMetricsAsync(new MetricQuery { Order = RecordOrder.Descending, Limit = limit }, cancellationToken);
    }

    /// <inheritdoc/>
    public IMetricStream StreamMetricsAsync(MetricStreamRequest? request = null, CancellationToken cancellationToken = default) =>
        Realtime().Stream(request ?? new MetricStreamRequest(), cancellationToken);

    /// <inheritdoc/>
    public Task<RealTimeStats> GetRealTimeStatsAsync(IReadOnlyList<Selector> metrics, TimeSpan window, CancellationToken cancellationToken = default) =>
        Realtime().Statistics.GetAsync(metrics, window, cancellationToken);

    /// <inheritdoc/>
    public Task EnableRealTimeProcessingAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfNotRunning();
        cancellationToken.ThrowIfCancellationRequested();
        _isRealTimeEnabled = true;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<long> ExportToSqliteAsync(string path, MetricQuery? query = null, CancellationToken cancellationToken = default)
    {
        ThrowIfNotRunning();
        return SqliteRowTable.ExportAsync(_store ?? throw new InvalidOperationException("The engine has no store to export: its collector is not over one. Make it over a store."), path, query, cancellationToken);
    }

    /// <inheritdoc/>
    public Task FlushAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfNotRunning();
        return _store?.FlushAsync(cancellationToken) ?? Task.CompletedTask;
    }

    /// <summary>
    /// Stops the background work, stores what producers hold, and closes the file if the engine opened it. Does nothing the second time.
    /// Never throws for a store that fails.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await _lifecycle.WaitAsync().ConfigureAwait(false);
        try
        {
            State before = _state;
            _state = State.Disposed;
            if (before == State.Disposed)
            {
                return;
            }

            if (_sessionRecorder is not null)
            {
                await _sessionRecorder.DisposeAsync().ConfigureAwait(false);
            }

            if (_background is not null)
            {
                await _background.DisposeAsync().ConfigureAwait(false);
            }

            if (_services is not null)
            {
                await _services.StopRunsAsync().ConfigureAwait(false);
            }

            await FlushQuietlyAsync(before).ConfigureAwait(false);
            if (_services is not null)
            {
                await LeaveAsync(_services).ConfigureAwait(false);
            }

            _retention?.Dispose();
            _realtime?.Dispose();
            await _stopping.CancelAsync().ConfigureAwait(false);
            _stopping.Dispose();
            if (_ownsStore)
            {
                await _store!.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <summary>Runs the background work once, now.</summary>
    internal Task RunBackgroundPassAsync(CancellationToken cancellationToken) => _background!.RunPassAsync(cancellationToken);

    private async Task<RetentionClock?> NewRetentionClockAsync(CancellationToken cancellationToken)
    {
        if (_store is null)
        {
            return null;
        }

        var clock = new RetentionClock(Options.RetentionDays, _store.TimeProvider);
        if (await _store.DescribeAsync(cancellationToken).ConfigureAwait(false) is { Newest: { } newest })
        {
            clock.Doubt(newest);
        }

        return clock;
    }

    private async Task LeaveAsync(EngineServices services)
    {
        if (_sessionManager is IThrottledSessionManager throttled && services.Alerts is not null)
        {
            throttled.Throttle = null;
        }

        await services.LeaveAsync().ConfigureAwait(false);
    }

    // Rather refuse than leave data in the open that was meant to be encrypted.
    private void ThrowIfUnprotectable()
    {
        if ((Options.CompressionEnabled || Options.EncryptionEnabled) && _store is not SqliteStore)
        {
            string option = Options.EncryptionEnabled ? nameof(Options.EncryptionEnabled) : nameof(Options.CompressionEnabled);
            throw new NotSupportedException($"{option} is true, but the engine works over a store that is not the embedded one, and cannot turn it on there. Configure that store itself, and leave the option false.");
        }
    }

    private List<BackgroundJob> Jobs(IMetricStore store, RetentionJob retention, BackgroundJob? sampling)
    {
        var jobs = new List<BackgroundJob> { new("flush", Exclusive: false, store.FlushAsync), new("retention", Exclusive: true, retention.RunAsync) };
        _services?.AddJobs(jobs);
        if (sampling is not null)
        {
            jobs.Add(sampling);
        }

        if (store is SqliteStore sqlite)
        {
            jobs.Add(new("seal", Exclusive: true, sqlite.SealByPolicyAsync));
            jobs.Add(new("checkpoint", Exclusive: true, token => sqlite.CheckpointAsync(token)));
        }

        return jobs;
    }

    private BackgroundJob? NewSampling(TimeProvider time)
    {
        if (!Options.SampleResources)
        {
            return null;
        }

        var host = new HostSampler(time);
        return new BackgroundJob("resources", Exclusive: false, token => Collector.CollectAsync(host.Sample(), token));
    }

    private async Task FlushQuietlyAsync(State before)
    {
        if (before != State.Running || _store is null)
        {
            return;
        }

        try
        {
            await _store.FlushAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The caller closed the store first, which flushed it.
        }
    }

    private RealtimeHub Realtime()
    {
        ThrowIfNotRunning();
        if (!_isRealTimeEnabled)
        {
            throw new InvalidOperationException("Real-time processing is off: EnableRealTime is false. Await EnableRealTimeProcessingAsync to turn it on.");
        }

        return _realtime ?? throw new InvalidOperationException("The engine has no store to observe: its collector is not over one. Make it over a store.");
    }

    private AlertService RunningAlerts
    {
        get
        {
            ThrowIfNotRunning();
            return _services?.Alerts ?? throw new InvalidOperationException("The engine has no alerts: its store does not keep state. Use one that implements IStateStore, such as SqliteStore.");
        }
    }

    private T Running<T>(T? part, string name)
        where T : class
    {
        ThrowIfNotRunning();
        return part ?? throw new InvalidOperationException($"The engine has no {name}: its store keeps no state, or there is no key for their secrets. Use a store that implements IStateStore, such as SqliteStore; over another one set KeyProvider.");
    }

    private void ThrowIfNotRunning()
    {
        if (_state != State.Running)
        {
            ObjectDisposedException.ThrowIf(_state == State.Disposed, this);
            throw new InvalidOperationException("The engine is not initialised yet. Await InitializeAsync first, or make it with AnalyticsEngine.OpenAsync.");
        }
    }
}
