using Shannon.Analytics.ClaudeCode.Streaming;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Sessions;

namespace Shannon.Analytics.ClaudeCode.Driving;

/// <summary>What all sessions of a manager share. Thread-safe.</summary>
internal sealed class SessionHost(ClaudeBinaryManager binaries, ClaudeCodeSessionManagerOptions options, SessionPublisher publisher) : IDisposable
{
    private int _running;
    private volatile IThrottle? _throttle;

    /// <summary>Whom to ask before a prompt, if anyone.</summary>
    internal IThrottle? Throttle
    {
        get => _throttle;
        set => _throttle = value;
    }

    internal ClaudeBinaryManager Binaries => binaries;

    internal ClaudeCodeSessionManagerOptions Options => options;

    internal SessionPublisher Publisher => publisher;

    internal TimeProvider Time => options.TimeProvider;

    internal SemaphoreSlim Processes { get; } = new(options.MaxProcesses, options.MaxProcesses);

    /// <summary>Samples the processes of all sessions; null if that is off.</summary>
    internal ResourceMonitor? Resources { get; } = options.ResourceInterval is { } interval ? new ResourceMonitor(interval, options.TimeProvider) : null;

    internal int Running => Volatile.Read(ref _running);

    internal void AddRunning(int count) => Interlocked.Add(ref _running, count);

    internal StreamRecorder NewRecorder(StreamIdentity identity) => new(identity, new CostCalculator(options.Prices, CostMode.Auto), options.TimeProvider);

    internal Task PublishAsync(string sessionId, SessionActivityKind kind, IReadOnlyList<MetricInput> metrics) => publisher.PublishAsync(new SessionActivity(sessionId, kind, metrics));

    public void Dispose()
    {
        Resources?.Dispose();
        Processes.Dispose();
    }
}
