using Shannon.Analytics.Metrics;
using Shannon.Analytics.Resources;

namespace Shannon.Analytics.ClaudeCode.Driving;

/// <summary>One process tree that is sampled, one sample at a time. Thread-safe.</summary>
internal sealed class ResourceWatch(ResourceMonitor monitor, ProcessTreeSampler sampler, Func<ResourceMetric, Task> publish) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    internal ProcessTreeSampler Sampler => sampler;

    /// <summary>Whether no sample is on its way; then one may be published, and must be.</summary>
    internal bool TryEnter() => _gate.Wait(0);

    /// <summary>Publishes a sample, or nothing, once it was allowed.</summary>
    internal async Task PublishAsync(ResourceMetric? sample)
    {
        try
        {
            if (sample is not null)
            {
                await publish(sample).ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Samples now, behind a sample that is on its way.</summary>
    internal async Task SampleAsync()
    {
        await _gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        await PublishAsync(sampler.Sample()).ConfigureAwait(false);
    }

    /// <summary>Ends the sampling; no sample is published afterwards.</summary>
    public async ValueTask DisposeAsync()
    {
        monitor.Forget(this);

        // Never released: a timer that is about to fire finds it taken.
        await _gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
    }
}
