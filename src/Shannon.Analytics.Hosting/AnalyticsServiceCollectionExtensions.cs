using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Shannon.Analytics.Hosting;

/// <summary>
/// Adds Shannon.Analytics to an application. What there is to ask for then, as singletons: <see cref="IAnalyticsEngine"/> and <see cref="AnalyticsEngine"/>,
/// <see cref="Collection.IMetricsCollector"/>, <see cref="Aggregation.IMetricsAggregator"/>, <see cref="Reporting.IAnalyticsReporter"/>, <see cref="Storage.IMetricStore"/> and
/// <see cref="Storage.IStateStore"/>. The engine opens its file when the host starts, before services that were added later, and stores what producers
/// hold when the host stops. It records the sessions of the <see cref="Sessions.ISessionManager"/> that is registered, and uses the <see cref="TimeProvider"/>,
/// <see cref="Storage.Encryption.IKeyProvider"/> and logging that are.
/// </summary>
public static class AnalyticsServiceCollectionExtensions
{
    /// <summary>Adds an engine over one database file.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="databasePath">The file; relative to the content root of the host.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddShannonAnalytics(this IServiceCollection services, string databasePath)
    {
        ArgumentNullException.ThrowIfNull(databasePath);
        return services.AddShannonAnalytics(options => options.DatabasePath = databasePath);
    }

    /// <summary>Adds an engine.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets its options; of several calls all are applied, in their order.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddShannonAnalytics(this IServiceCollection services, Action<AnalyticsHostOptions> configure) =>
        Add(services, null, configure);

    /// <summary>Adds an engine with options from configuration, such as <c>configuration.GetSection(AnalyticsHostOptions.SectionName)</c>.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configuration">The section whose keys are the names of options. What it lacks keeps its default.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddShannonAnalytics(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return services.AddShannonAnalytics(options => configuration.Bind(options));
    }

    /// <summary>Adds one of several engines, to be asked for by a key, such as <c>[FromKeyedServices("billing")] IAnalyticsEngine engine</c>. It takes session managers and key providers of its key first.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="key">The key.</param>
    /// <param name="configure">Sets its options; of several calls all are applied, in their order.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddKeyedShannonAnalytics(this IServiceCollection services, string key, Action<AnalyticsHostOptions> configure)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return Add(services, key, configure);
    }

    /// <summary>Adds one of several engines, to be asked for by a key, with options from configuration.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="key">The key.</param>
    /// <param name="configuration">The section whose keys are the names of options.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddKeyedShannonAnalytics(this IServiceCollection services, string key, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return services.AddKeyedShannonAnalytics(key, options => configuration.Bind(options));
    }

    private static IServiceCollection Add(IServiceCollection services, string? key, Action<AnalyticsHostOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AnalyticsHostOptions>, AnalyticsHostOptionsValidator>());
        services.AddOptions<AnalyticsHostOptions>(key ?? Options.DefaultName).Configure(configure).ValidateOnStart();
        new EngineRegistration(key).AddTo(services);
        return services;
    }
}
