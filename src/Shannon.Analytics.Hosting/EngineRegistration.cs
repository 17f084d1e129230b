using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Sessions;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Encryption;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Hosting;

/// <summary>How one engine and its parts are made of an application's services.</summary>
/// <param name="key">The key of one of several engines; null for the only one.</param>
internal sealed class EngineRegistration(string? key)
{
    /// <summary>Adds the services, unless they are there already.</summary>
    internal void AddTo(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(AnalyticsEngine) && Equals(service.ServiceKey, key)))
        {
            return;
        }

        Add(services, MakeStore);
        Add<IMetricStore>(services, Own<SqliteStore>);
        Add<IStateStore>(services, Own<SqliteStore>);
        Add<IMetricsCollector>(services, provider => new MetricsCollector(Own<SqliteStore>(provider)));
        Add<IMetricsAggregator>(services, provider => new MetricsAggregator(Own<SqliteStore>(provider)));
        Add<IAnalyticsReporter>(services, provider => new AnalyticsReporter(Own<SqliteStore>(provider)));
        Add(services, MakeEngine);
        Add<IAnalyticsEngine>(services, Own<AnalyticsEngine>);
        Add(services, provider => new EngineMeter(Own<AnalyticsEngine>(provider), provider.GetService<IMeterFactory>(), key));
        services.AddSingleton<IHostedService>(provider => new AnalyticsHostedService(Own<AnalyticsEngine>(provider), Own<EngineMeter>(provider)));
    }

    private SqliteStore MakeStore(IServiceProvider provider)
    {
        AnalyticsHostOptions options = OptionsOf(provider);
        return new SqliteStore(PathOf(options, provider.GetService<IHostEnvironment>()), new SqliteStoreOptions
        {
            TimeProvider = provider.GetService<TimeProvider>() ?? TimeProvider.System,
            LoggerFactory = provider.GetService<ILoggerFactory>(),
            CompressionEnabled = options.CompressionEnabled,
            EncryptionEnabled = options.EncryptionEnabled,
            KeyProvider = OwnOrShared<IKeyProvider>(provider),
            MaxDatabaseBytes = options.MaxDatabaseBytes,
        });
    }

    private AnalyticsEngine MakeEngine(IServiceProvider provider) => new(
        Own<IMetricsCollector>(provider),
        OwnOrShared<ISessionManager>(provider),
        Own<IMetricsAggregator>(provider),
        Own<IAnalyticsReporter>(provider),
        OptionsOf(provider).ToEngineOptions() with
        {
            TimeProvider = provider.GetService<TimeProvider>() ?? TimeProvider.System,
            LoggerFactory = provider.GetService<ILoggerFactory>(),
            KeyProvider = OwnOrShared<IKeyProvider>(provider),
        });

    private AnalyticsHostOptions OptionsOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptionsMonitor<AnalyticsHostOptions>>().Get(key ?? Options.DefaultName);

    private static string PathOf(AnalyticsHostOptions options, IHostEnvironment? environment) =>
        options.DatabasePath == ":memory:" || environment is null ? options.DatabasePath : Path.Combine(environment.ContentRootPath, options.DatabasePath);

    private void Add<T>(IServiceCollection services, Func<IServiceProvider, T> make)
        where T : class
    {
        if (key is null)
        {
            services.AddSingleton(make);
        }
        else
        {
            services.AddKeyedSingleton(key, (provider, _) => make(provider));
        }
    }

    private T Own<T>(IServiceProvider provider)
        where T : notnull => key is null ? provider.GetRequiredService<T>() : provider.GetRequiredKeyedService<T>(key);

    private T? OwnOrShared<T>(IServiceProvider provider)
        where T : class => (key is null ? null : provider.GetKeyedService<T>(key)) ?? provider.GetService<T>();
}
