using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Realtime;

/// <summary>Which records a stream yields, and how. Nothing set means every record from now on. Immutable.</summary>
public sealed record MetricStreamRequest
{
    /// <summary>The capacity of a queue when none is asked for.</summary>
    public const int DefaultCapacity = 10_000;

    /// <summary>Most records that can be replayed by <see cref="ReplayLast"/>.</summary>
    public const int MaxReplayLast = 100_000;

    /// <summary>
    /// Only what these selectors name, at most 64; empty (the default) or <c>all</c> means everything. With a measurement, only records that have it. A derived
    /// figure such as <c>error_rate</c> means the records that it is computed from.
    /// </summary>
    public IReadOnlyList<Selector> Metrics { get; init; } = [];

    /// <summary>Only this session.</summary>
    public string? SessionId { get; init; }

    /// <summary>Only this user: the record's own, else its session's as far as it is known when the record is committed.</summary>
    public string? UserId { get; init; }

    /// <summary>Only this project: the record's own, else its session's as far as it is known when the record is committed.</summary>
    public string? Project { get; init; }

    /// <summary>How many records wait for the subscriber at most, 1 to 1,000,000; 10,000 by default.</summary>
    public int Capacity { get; init; } = DefaultCapacity;

    /// <summary>What becomes of records when the queue is full; the oldest go by default.</summary>
    public StreamOverflow Overflow { get; init; }

    /// <summary>With <see cref="StreamOverflow.Wait"/>, how long a record may wait for room, from 1 millisecond to 1 hour; 1 second by default.</summary>
    public TimeSpan WaitTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Begins with the newest stored records that match, at most this many and 100,000, oldest first; then goes on live without gap and without
    /// repeating one. 0, the default, for live records alone. Not together with <see cref="ReplaySince"/>.
    /// </summary>
    public int ReplayLast { get; init; }

    /// <summary>Begins with the stored records that match from this moment on, by time; then goes on live without gap and without repeating one. <see langword="null"/> by default.</summary>
    public DateTimeOffset? ReplaySince { get; init; }

    /// <summary>Whether records imported from the past appear when they are stored; <see langword="false"/> by default. What is replayed is what is stored, imported or not.</summary>
    public bool IncludeHistory { get; init; }

    internal bool Replays => ReplayLast > 0 || ReplaySince is not null;

    internal void Validate()
    {
        var errors = new List<string>();
        if (Metrics is null || Metrics.Count > 64 || Metrics.Contains(null!))
        {
            errors.Add(FormattableString.Invariant($"Metrics has {Metrics?.Count ?? 0} entries; at most 64 are allowed, none of them null."));
        }

        OptionChecks.Range(errors, nameof(Capacity), Capacity, 1, 1_000_000);
        OptionChecks.Range(errors, nameof(WaitTimeout), WaitTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
        OptionChecks.Range(errors, nameof(ReplayLast), ReplayLast, 0, MaxReplayLast);
        if (!Enum.IsDefined(Overflow))
        {
            errors.Add(FormattableString.Invariant($"Overflow is {(int)Overflow}; use DropOldest, DropNewest or Wait."));
        }

        if (ReplayLast > 0 && ReplaySince is not null)
        {
            errors.Add("ReplayLast and ReplaySince are both set; set one of them.");
        }

        OptionChecks.ThrowIfAny(nameof(MetricStreamRequest), errors);
    }
}
