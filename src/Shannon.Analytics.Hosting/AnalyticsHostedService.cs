using Microsoft.Extensions.Hosting;

namespace Shannon.Analytics.Hosting;

/// <summary>Opens an engine when the host starts, and stores what producers hold when it stops. The container disposes of the engine.</summary>
internal sealed class AnalyticsHostedService(AnalyticsEngine engine, EngineMeter meter) : IHostedLifecycleService
{
    // Before any service starts, so that all of them can collect from their first moment.
    public Task StartingAsync(CancellationToken cancellationToken) => engine.InitializeAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        meter.Publish();
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // After all services have stopped, so that nothing they collected last is left behind.
    public Task StoppedAsync(CancellationToken cancellationToken) => engine.Health.IsRunning ? engine.FlushAsync(cancellationToken) : Task.CompletedTask;
}
