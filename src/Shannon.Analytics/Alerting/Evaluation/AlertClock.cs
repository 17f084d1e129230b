using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>
/// The time by which alerts are evaluated: it runs with the clock's timestamps, so that setting the wall clock neither empties windows nor ends
/// cool-downs, and begins at the wall clock's time. Thread-safe.
/// </summary>
internal sealed class AlertClock(TimeProvider time)
{
    private readonly long _origin = UnixMicros.Now(time);
    private readonly long _began = time.GetTimestamp();

    /// <summary>Microseconds; never less than before.</summary>
    internal long Now => _origin + (time.GetElapsedTime(_began).Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>What the wall clock shows.</summary>
    internal long WallNow => UnixMicros.Now(time);

    /// <summary>Where a moment by the wall clock lies in this time, given both present times; what seems to come counts as now.</summary>
    internal static long FromWall(long wall, long now, long wallNow) => now - Math.Max(0, wallNow - wall);
}
