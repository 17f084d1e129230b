namespace Shannon.Analytics.Storage.Queries;

/// <summary>
/// Aggregates the values of records by time and by what they carry. The value of a record is the measurement that the selector names, else the
/// record's default; records without it do not count, except that <c>count</c> and <c>rate</c> without a named measurement count every record.
/// </summary>
public sealed record AggregateQuery : RecordPredicate
{
    private const int MaxTogether = 1000;

    /// <summary>What to compute, at least one and at most 64.</summary>
    public required IReadOnlyList<AggregateFunction> Functions { get; init; }

    /// <summary>Groups by time; <see langword="null"/> (the default) for all of time together.</summary>
    public TimeBucket? Bucket { get; init; }

    /// <summary>Groups by these, at most 8. Empty by default.</summary>
    public IReadOnlyList<GroupKey> GroupBy { get; init; } = [];

    /// <summary>How exact the answer must be. Exact by default.</summary>
    public QueryPrecision Precision { get; init; }

    /// <summary>
    /// Whether to sum up what the records cost, to the last nano-dollar (<see cref="AggregateGroup.Cost"/>). Records that count only because they have a
    /// value bring their cost only then; with <c>count</c> among the functions and no named measurement, every record does. Rollups do not keep costs
    /// that exactly, so records are read whatever <see cref="Precision"/> says. <see langword="false"/> by default.
    /// </summary>
    public bool IncludeCosts { get; init; }

    /// <summary>Most groups that may come back, 1 to 10,000,000; more is an error, so that memory stays bounded. 1,000,000 by default.</summary>
    public int MaxGroups { get; init; } = 1_000_000;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A property is out of range.</exception>
    public override void Validate()
    {
        base.Validate();
        if (Functions is null || Functions.Count is < 1 or > 64)
        {
            throw new ArgumentException(FormattableString.Invariant($"{Functions?.Count ?? 0} functions were given; 1 to 64 are allowed."), nameof(Functions));
        }

        if (GroupBy is null || GroupBy.Count > 8)
        {
            throw new ArgumentException(FormattableString.Invariant($"{GroupBy?.Count ?? 0} keys to group by were given; at most 8 are allowed."), nameof(GroupBy));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(MaxGroups, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxGroups, 10_000_000);
        if (!Enum.IsDefined(Precision))
        {
            throw new ArgumentOutOfRangeException(nameof(Precision), Precision, "Not a defined precision.");
        }
    }

    /// <summary>Throws unless there are 1 to 1,000 queries, each of them valid.</summary>
    internal static void ValidateMany(IReadOnlyList<AggregateQuery> queries)
    {
        ArgumentNullException.ThrowIfNull(queries);
        if (queries.Count is < 1 or > MaxTogether)
        {
            throw new ArgumentException(FormattableString.Invariant($"{queries.Count} queries were given; 1 to {MaxTogether} are allowed."), nameof(queries));
        }

        foreach (AggregateQuery query in queries)
        {
            ArgumentNullException.ThrowIfNull(query, nameof(queries));
            query.Validate();
        }
    }
}
