using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Collection;

/// <summary>
/// The present moment, cheaply: the real clock is read only when the operating system's coarse tick has moved (1 to 16 ms), which
/// costs a fraction of reading it each time. A clock that is not the system's is read each time, so that tests see what they set. Thread-safe.
/// </summary>
internal sealed class CoarseClock(TimeProvider timeProvider)
{
    private readonly bool _system = ReferenceEquals(timeProvider, TimeProvider.System);
    private long _tick = long.MinValue;
    private long _micros;

    internal long NowMicros()
    {
        if (!_system)
        {
            return UnixMicros.Now(timeProvider);
        }

        long tick = Environment.TickCount64;
        if (tick == Volatile.Read(ref _tick))
        {
            return Volatile.Read(ref _micros);
        }

        // Writing the time before the tick means that whoever sees the new tick sees at least this time.
        long micros = UnixMicros.Now(timeProvider);
        Volatile.Write(ref _micros, micros);
        Volatile.Write(ref _tick, tick);
        return micros;
    }
}
