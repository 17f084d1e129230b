using System.Diagnostics.CodeAnalysis;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Realtime;

/// <summary>
/// What a stream yields: a record, or a gap where the subscriber was too slow. Records and gaps add up: what was delivered and what gaps
/// count is together what the store committed for this subscriber.
/// </summary>
public readonly record struct MetricStreamItem
{
    private MetricStreamItem(MetricRecord? record, long? replaces, long missed)
    {
        Record = record;
        Replaces = replaces;
        Missed = missed;
    }

    /// <summary>The record; <see langword="null"/> for a gap.</summary>
    public MetricRecord? Record { get; }

    /// <summary>The id of the record that this one corrects and stands in for, because it has the same key and a higher rank; else <see langword="null"/>.</summary>
    public long? Replaces { get; }

    /// <summary>How many records were dropped at this place; 0 for a record.</summary>
    public long Missed { get; }

    /// <summary>True if records are missing here and there is none.</summary>
    [MemberNotNullWhen(false, nameof(Record))]
    public bool IsGap => Record is null;

    /// <summary>An item for a record, for doubles of streams in tests.</summary>
    /// <param name="record">The record.</param>
    /// <param name="replaces">What it stands in for, if anything.</param>
    public static MetricStreamItem Of(MetricRecord record, long? replaces = null)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new(record, replaces, 0);
    }

    /// <summary>A gap, for doubles of streams in tests.</summary>
    /// <param name="missed">How many records are missing, from 1.</param>
    public static MetricStreamItem Gap(long missed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(missed, 1);
        return new(null, null, missed);
    }
}
