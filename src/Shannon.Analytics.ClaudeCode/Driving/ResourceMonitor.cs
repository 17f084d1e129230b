using System.Collections.Concurrent;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Resources;

namespace Shannon.Analytics.ClaudeCode.Driving;

/// <summary>
/// Samples the process trees of all sessions on one timer, with one look at the machine's processes for all of them. The timer runs only while there is
/// something to sample. Thread-safe.
/// </summary>
internal sealed class ResourceMonitor(TimeSpan interval, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<ResourceWatch, byte> _watches = [];
    private readonly Lock _lock = new();
    private ITimer? _timer;

    /// <summary>Samples a tree from now on, until the watch is disposed.</summary>
    /// <param name="processId">The root of the tree.</param>
    /// <param name="publish">Takes the samples, one after the other; it must not fail.</param>
    internal ResourceWatch Watch(int processId, Func<ResourceMetric, Task> publish)
    {
        var watch = new ResourceWatch(this, ProcessTreeSampler.Start(processId, time), publish);
        lock (_lock)
        {
            _watches[watch] = 0;
            _timer ??= time.CreateTimer(static state => ((ResourceMonitor)state!).SampleAll(), this, interval, interval);
        }

        return watch;
    }

    internal void Forget(ResourceWatch watch)
    {
        lock (_lock)
        {
            _watches.TryRemove(watch, out _);
            if (_watches.IsEmpty)
            {
                _timer?.Dispose();
                _timer = null;
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _timer?.Dispose();
            _timer = null;
        }
    }

    // A session whose listeners have not taken the last sample yet is passed over: its next sample covers the time.
    private void SampleAll()
    {
        ResourceWatch[] free = [.. _watches.Keys.Where(watch => watch.TryEnter())];
        IReadOnlyList<ResourceMetric?> samples = Sample(free);
        for (int i = 0; i < free.Length; i++)
        {
            _ = free[i].PublishAsync(samples[i]);
        }
    }

    // On a thread of the timer, where a fault would end the host: a sample is not worth that, and the next one covers the time.
    private static IReadOnlyList<ResourceMetric?> Sample(ResourceWatch[] watches)
    {
        try
        {
            return ProcessTreeSampler.SampleAll([.. watches.Select(watch => watch.Sampler)]);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return new ResourceMetric?[watches.Length];
        }
    }
}
