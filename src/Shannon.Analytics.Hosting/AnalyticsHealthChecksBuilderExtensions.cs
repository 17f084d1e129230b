using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Shannon.Analytics.Hosting;

/// <summary>Adds the health of Shannon.Analytics to an application's health checks.</summary>
public static class AnalyticsHealthChecksBuilderExtensions
{
    /// <summary>The name of the check, unless another one is given.</summary>
    public const string DefaultName = "shannon_analytics";

    /// <summary>
    /// Adds a check of an engine. Unhealthy (or <paramref name="failureStatus"/>) while it does not run; degraded while background work fails, and once
    /// after records were dropped or failed.
    /// </summary>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="key">The key of one of several engines; <see langword="null"/> for the only one.</param>
    /// <param name="name">The name of the check; <see langword="null"/> for <see cref="DefaultName"/>, with the key behind it if there is one.</param>
    /// <param name="failureStatus">What a stopped engine is reported as; unhealthy by default.</param>
    /// <param name="tags">Tags of the check.</param>
    /// <returns>The same health checks.</returns>
    public static IHealthChecksBuilder AddShannonAnalytics(this IHealthChecksBuilder builder, string? key = null, string? name = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        AnalyticsHealthCheck? check = null;
        return builder.Add(new HealthCheckRegistration(
            name ?? (key is null ? DefaultName : $"{DefaultName}_{key}"),
            provider => LazyInitializer.EnsureInitialized(ref check, () => new AnalyticsHealthCheck(key is null ? provider.GetRequiredService<IAnalyticsEngine>() : provider.GetRequiredKeyedService<IAnalyticsEngine>(key))),
            failureStatus,
            tags));
    }
}
