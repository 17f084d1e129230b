using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Hosting;

/// <summary>
/// Says how an engine fares: the failure status that was registered (unhealthy by default) if it does not run; degraded if background work fails, or records were lost
/// since the last check; else healthy. Never names user data.
/// </summary>
internal sealed class AnalyticsHealthCheck(IAnalyticsEngine engine) : IHealthCheck
{
    private long _lost;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        EngineHealth health = engine.Health;
        IngestCounts ingest = health.Store.Ingest;
        long lost = ingest.Dropped + ingest.Failed;
        long before = Interlocked.Exchange(ref _lost, lost);
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["stored"] = ingest.Stored,
            ["pending"] = ingest.Pending,
            ["dropped"] = ingest.Dropped,
            ["failed"] = ingest.Failed,
            ["background_failures"] = health.BackgroundFailures,
        };
        return Task.FromResult(
            !health.IsRunning ? new HealthCheckResult(context.Registration.FailureStatus, "The engine is not running: it was not initialised, or is disposed.", data: data)
            : !health.IsHealthy ? HealthCheckResult.Degraded($"Background work fails with {health.Store.LastFailure ?? "an error that the log names"}.", data: data)
            : lost > before ? HealthCheckResult.Degraded(string.Create(CultureInfo.InvariantCulture, $"{lost - before} records were dropped or failed since the last check."), data: data)
            : HealthCheckResult.Healthy("The engine is running.", data));
    }
}
