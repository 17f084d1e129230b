namespace Shannon.Analytics.Metrics;

/// <summary>A range of time with both ends included. An absent end is open.</summary>
public readonly record struct TimeRange
{
    /// <summary>Creates a range.</summary>
    /// <param name="start">The first moment, or <see langword="null"/> for no lower end.</param>
    /// <param name="end">The last moment, or <see langword="null"/> for no upper end.</param>
    /// <exception cref="ArgumentException"><paramref name="end"/> lies before <paramref name="start"/>.</exception>
    public TimeRange(DateTimeOffset? start, DateTimeOffset? end)
    {
        if (start > end)
        {
            throw new ArgumentException(FormattableString.Invariant($"The range ends at {end:O}, before it starts at {start:O}. Swap the two, or leave one open with null."), nameof(end));
        }

        Start = start?.ToUniversalTime();
        End = end?.ToUniversalTime();
    }

    /// <summary>All of time.</summary>
    public static TimeRange All => default;

    /// <summary>The first moment in UTC, or <see langword="null"/> for no lower end.</summary>
    public DateTimeOffset? Start { get; }

    /// <summary>The last moment in UTC, or <see langword="null"/> for no upper end.</summary>
    public DateTimeOffset? End { get; }

    internal long StartMicros => Start is { } start ? UnixMicros.From(start) : long.MinValue;

    internal long EndMicros => End is { } end ? UnixMicros.From(end) : long.MaxValue;

    /// <summary>Everything since a moment.</summary>
    /// <param name="start">The first moment.</param>
    public static TimeRange Since(DateTimeOffset start) => new(start, null);

    /// <summary>The last while, up to the present.</summary>
    /// <param name="duration">How far back; not negative.</param>
    /// <param name="timeProvider">The clock; the system's by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is negative.</exception>
    public static TimeRange Last(TimeSpan duration, TimeProvider? timeProvider = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        DateTimeOffset now = (timeProvider ?? TimeProvider.System).GetUtcNow();
        return new(now - duration, now);
    }

    /// <summary>Whether a moment lies in the range.</summary>
    /// <param name="time">The moment.</param>
    public bool Contains(DateTimeOffset time) => !(time < Start) && !(time > End);
}
