using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Aggregation;

/// <summary>Aggregates by time.</summary>
public sealed record TimeAggregationRequest : AggregationRequest
{
    /// <summary>The buckets; a <see cref="TimeBucket.Zone"/> makes them follow its calendar. Hours by default.</summary>
    public TimeBucket Interval { get; init; } = TimeBucket.Hour;

    /// <summary>What stands for buckets without records between the first and the last, or the ends of the range where it has them. Nothing by default.</summary>
    public GapFill Fill { get; init; }

    internal override void Validate()
    {
        base.Validate();
        ArgumentNullException.ThrowIfNull(Interval);
        if (!Enum.IsDefined(Fill))
        {
            throw new ArgumentOutOfRangeException(nameof(Fill), Fill, "Not a defined way to fill gaps.");
        }
    }
}
