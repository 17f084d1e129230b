namespace Shannon.Analytics.Metrics;

/// <summary>Times inside the library: microseconds since 1970-01-01T00:00:00Z. Finer ticks are cut off, never rounded up.</summary>
internal static class UnixMicros
{
    internal const long PerSecond = 1_000_000;

    internal static readonly long Min = From(MetricLimits.MinTimestamp);

    internal static readonly long Max = From(MetricLimits.MaxTimestamp);

    internal static long From(DateTimeOffset time)
    {
        long ticks = time.UtcTicks - DateTime.UnixEpoch.Ticks;
        long micros = Math.DivRem(ticks, 10, out long rest);
        return rest < 0 ? micros - 1 : micros;
    }

    internal static DateTimeOffset ToTime(long micros) => new((micros * 10) + DateTime.UnixEpoch.Ticks, TimeSpan.Zero);

    internal static long Now(TimeProvider time) => From(time.GetUtcNow());
}
