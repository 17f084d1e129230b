using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Aggregation;

/// <summary>Aggregates by what records carry: attributes, or session, user, project, model, name, category.</summary>
public sealed record DimensionAggregationRequest : AggregationRequest
{
    /// <summary>What to group by, 1 to 8.</summary>
    public required IReadOnlyList<GroupKey> Dimensions { get; init; }

    internal override void Validate()
    {
        base.Validate();
        if (Dimensions is null || Dimensions.Count is < 1 or > 8)
        {
            throw new ArgumentException(FormattableString.Invariant($"{Dimensions?.Count ?? 0} dimensions were given; 1 to 8 are allowed."), nameof(Dimensions));
        }
    }
}
