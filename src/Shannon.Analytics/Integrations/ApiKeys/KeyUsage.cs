namespace Shannon.Analytics.Integrations.ApiKeys;

/// <summary>
/// How a key was used within the last hour, as a document of the state store: a sliding window of minutes, in which a minute counts until all of it
/// is an hour ago, so that no hour ever holds more calls than are allowed.
/// </summary>
internal sealed record KeyUsage
{
    private const long MinutesCounted = 60;

    /// <summary>In order; those that no longer count are left out with the next write.</summary>
    public IReadOnlyList<UsageSlot> Slots { get; init; } = [];

    public DateTimeOffset? LastUsedAt { get; init; }

    internal static long MinuteOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / 60;

    internal long CountAt(DateTimeOffset now) => CountedAt(now).Sum(static slot => slot.Count);

    /// <summary>With calls added to a minute, or taken back from it; without what no longer counts.</summary>
    internal KeyUsage With(long minute, long added, DateTimeOffset now)
    {
        long before = Slots.FirstOrDefault(slot => slot.Minute == minute)?.Count ?? 0;
        IEnumerable<UsageSlot> slots = Slots.Where(slot => slot.Minute != minute).Append(new UsageSlot(minute, Math.Max(0, before + added)));
        return this with { Slots = [.. (this with { Slots = [.. slots] }).CountedAt(now).Where(static slot => slot.Count > 0).OrderBy(static slot => slot.Minute)] };
    }

    /// <summary>After how long a call may be allowed again, if none may be now.</summary>
    internal TimeSpan RetryAfter(DateTimeOffset now, long limit)
    {
        long over = CountAt(now) - limit + 1;
        foreach (UsageSlot slot in CountedAt(now))
        {
            over -= slot.Count;
            if (over <= 0)
            {
                return DateTimeOffset.FromUnixTimeSeconds((slot.Minute + MinutesCounted + 1) * 60) - now;
            }
        }

        return TimeSpan.Zero;
    }

    private IEnumerable<UsageSlot> CountedAt(DateTimeOffset now) => Slots.Where(slot => slot.Minute >= MinuteOf(now) - MinutesCounted);
}
