namespace Shannon.Analytics.Storage;

/// <summary>Which records to return. None of the properties set means all records, oldest first.</summary>
public sealed record MetricQuery : RecordPredicate
{
    /// <summary>Every record, oldest first.</summary>
    public static MetricQuery All { get; } = new();

    /// <summary>Oldest or newest first.</summary>
    public RecordOrder Order { get; init; }

    /// <summary>At most this many records, from 1; <see langword="null"/> (the default) means all.</summary>
    public int? Limit { get; init; }

    /// <summary>Continue after this place, which an earlier page gave; <see langword="null"/> (the default) starts at the beginning.</summary>
    public RecordCursor? After { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The limit is below 1, or a property of the predicate is out of range.</exception>
    public override void Validate()
    {
        base.Validate();
        if (Limit is < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(Limit), Limit, "A limit is at least 1; leave it null for all records.");
        }
    }
}
