using System.Threading.Tasks.Sources;

namespace Shannon.Analytics.Realtime.Streams;

/// <summary>
/// Wakes one reader, again and again, without allocating. The reader arms it, looks once more for records, and awaits it; or disarms it when it
/// found some. Waking or cancelling an armed signal completes it once; an unarmed one is left alone.
/// </summary>
internal sealed class StreamSignal : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _completion = new() { RunContinuationsAsynchronously = true };
    private int _armed;

    internal void Arm()
    {
        _completion.Reset();
        Interlocked.Exchange(ref _armed, 1);
    }

    /// <summary>False if someone completes the signal just now: then it must be awaited.</summary>
    internal bool TryDisarm() => Interlocked.CompareExchange(ref _armed, 0, 1) == 1;

    internal ValueTask WaitAsync() => new(this, _completion.Version);

    internal void Wake()
    {
        if (Volatile.Read(ref _armed) == 1 && TryDisarm())
        {
            _completion.SetResult(true);
        }
    }

    void IValueTaskSource.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);
}
