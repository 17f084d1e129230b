namespace Shannon.Analytics.Storage;

/// <summary>
/// Says what is too old to be kept. When the wall clock has moved by a day more or less than time has passed, nothing is until a day of real time
/// has gone by: a clock set wrong must cost no records, neither those stored nor those that come in. Thread-safe.
/// </summary>
/// <param name="days">For how many days records are kept.</param>
/// <param name="time">The clock.</param>
internal sealed class RetentionClock(int days, TimeProvider time)
{
    private static readonly TimeSpan MaxJump = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private DateTimeOffset? _lastNow;
    private long _lastTimestamp;
    private long? _pausedSince;

    /// <summary>How often it began to wait.</summary>
    internal int Pauses { get; private set; }

    /// <summary>The first moment to keep; null while nothing is too old.</summary>
    internal DateTimeOffset? Cutoff()
    {
        lock (_lock)
        {
            DateTimeOffset now = time.GetUtcNow();
            long timestamp = time.GetTimestamp();
            if (_lastNow is { } last && ((now - last) - time.GetElapsedTime(_lastTimestamp, timestamp)).Duration() > MaxJump)
            {
                Pause(timestamp);
            }

            _lastNow = now;
            _lastTimestamp = timestamp;
            if (_pausedSince is { } since && time.GetElapsedTime(since, timestamp) < MaxJump)
            {
                return null;
            }

            _pausedSince = null;
            return now - DateTimeOffset.MinValue > TimeSpan.FromDays(days) ? now - TimeSpan.FromDays(days) : null;
        }
    }

    /// <summary>Waits a day if everything that a store holds would be too old: rather is the clock wrong than all of it.</summary>
    /// <param name="newest">The timestamp of the newest record.</param>
    internal void Doubt(DateTimeOffset newest)
    {
        if (newest < Cutoff())
        {
            lock (_lock)
            {
                Pause(_lastTimestamp);
            }
        }
    }

    private void Pause(long timestamp)
    {
        _pausedSince = timestamp;
        Pauses++;
    }
}
