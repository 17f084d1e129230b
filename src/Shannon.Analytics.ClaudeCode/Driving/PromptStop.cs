namespace Shannon.Analytics.ClaudeCode.Driving;

/// <summary>Decides when a prompt is stopped, and remembers the first reason. Thread-safe.</summary>
internal sealed class PromptStop : IDisposable
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly CancellationTokenSource? _idle;
    private readonly CancellationTokenSource? _time;
    private readonly List<CancellationTokenRegistration> _registrations = [];
    private readonly TimeSpan _idleTimeout;
    private readonly Lock _lock = new();
    private bool _disposed;
    private string? _reason;

    internal PromptStop(ClaudeCodeSessionManagerOptions options, CancellationToken cancelled, CancellationToken disposed)
    {
        if (options.PromptTimeout is { } timeout)
        {
            _time = new CancellationTokenSource(timeout, options.TimeProvider);
            Watch(ClaudeErrorTypes.Timeout, _time.Token);
        }

        if (options.IdleTimeout is { } idle)
        {
            _idleTimeout = idle;
            _idle = new CancellationTokenSource(idle, options.TimeProvider);
            Watch(ClaudeErrorTypes.IdleTimeout, _idle.Token);
        }

        Watch(ClaudeErrorTypes.Cancelled, cancelled);
        Watch(ClaudeErrorTypes.Cancelled, disposed);
    }

    /// <summary>Why the prompt was stopped, as an error type; null if it was not.</summary>
    internal string? Reason => Volatile.Read(ref _reason);

    internal CancellationToken Token => _stopped.Token;

    internal void NoteActivity()
    {
        lock (_lock)
        {
            if (Reason is null && !_disposed)
            {
                _idle?.CancelAfter(_idleTimeout);
            }
        }
    }

    internal void Stop(string reason)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is null)
        {
            _stopped.Cancel();
        }
    }

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        lock (_lock)
        {
            _disposed = true;
        }

        _idle?.Dispose();
        _time?.Dispose();
        _stopped.Dispose();
    }

    private void Watch(string reason, CancellationToken token) => _registrations.Add(token.Register(() => Stop(reason)));
}
