namespace Shannon.Analytics.Storage.Queries;

/// <summary>Finds the different values of one key among records, and how often each occurs.</summary>
public sealed record DistinctQuery : RecordPredicate
{
    /// <summary>Which values.</summary>
    public required GroupKey Key { get; init; }

    /// <summary>Most values that may come back, 1 to 10,000,000; more is an error, so that memory stays bounded. 1,000,000 by default.</summary>
    public int MaxValues { get; init; } = 1_000_000;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A property is out of range.</exception>
    public override void Validate()
    {
        base.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxValues, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxValues, 10_000_000);
    }
}
