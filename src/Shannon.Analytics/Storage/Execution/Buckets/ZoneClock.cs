namespace Shannon.Analytics.Storage.Execution.Buckets;

/// <summary>The offset of a time zone's clock from UTC, in microseconds. Assumes at most one change within three days. Thread-safe.</summary>
internal sealed class ZoneClock
{
    internal const long Day = 86_400_000_000;

    private readonly TimeZoneInfo _zone;

    internal ZoneClock(TimeZoneInfo zone)
    {
        _zone = zone;
        ConstantOffset = zone.SupportsDaylightSavingTime || zone.GetAdjustmentRules().Length > 0 ? null : zone.BaseUtcOffset.Ticks / TimeSpan.TicksPerMicrosecond;
    }

    /// <summary>Not null if the clock never changes.</summary>
    internal long? ConstantOffset { get; }

    /// <summary>What to add to a moment to get local time.</summary>
    internal long OffsetAt(long time) => ConstantOffset ?? (_zone.GetUtcOffset(DateTime.UnixEpoch.AddMicroseconds(time)).Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>The moment in (<paramref name="before"/>, <paramref name="after"/>] at which the offset changes; the two have different ones.</summary>
    internal long ChangeBetween(long before, long after)
    {
        long offset = OffsetAt(before);
        while (after - before > 1)
        {
            long middle = before + ((after - before) / 2);
            if (OffsetAt(middle) == offset)
            {
                before = middle;
            }
            else
            {
                after = middle;
            }
        }

        return after;
    }

    /// <summary>The first moment at which the local clock shows <paramref name="local"/>, or has jumped over it.</summary>
    internal long FirstAt(long local)
    {
        // Offsets are within 14 hours, so these lie on either side.
        long before = local - (Day * 3 / 2);
        long after = local + (Day * 3 / 2);
        long offsetBefore = OffsetAt(before);
        long offsetAfter = OffsetAt(after);
        if (offsetBefore == offsetAfter)
        {
            return local - offsetBefore;
        }

        long change = ChangeBetween(before, after);
        return local - offsetBefore < change ? local - offsetBefore : Math.Max(local - offsetAfter, change);
    }
}
