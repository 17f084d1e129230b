namespace Shannon.Analytics.Storage.Queries;

/// <summary>One group of an <see cref="AggregateResult"/>.</summary>
/// <param name="BucketStart">The start of its bucket in UTC, or <see langword="null"/> without buckets.</param>
/// <param name="Keys">Its keys in the order of <see cref="AggregateQuery.GroupBy"/>; <see langword="null"/> where its records carry none.</param>
/// <param name="Values">One value per function, in their order; <see langword="null"/> where undefined.</param>
public sealed record AggregateGroup(DateTimeOffset? BucketStart, IReadOnlyList<string?> Keys, IReadOnlyList<double?> Values)
{
    /// <summary>What its records cost together in US dollars, exact to 10⁻⁹; <see langword="null"/> if none has a cost, or the query does not ask for costs.</summary>
    public decimal? Cost { get; init; }

    /// <summary>How many of its records have a cost; 0 if the query does not ask for costs.</summary>
    public long RecordsWithCost { get; init; }
}
