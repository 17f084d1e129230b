using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage;

/// <summary>Which records to return. Every property narrows; none set means all records, oldest first.</summary>
public sealed record MetricQuery
{
    /// <summary>Every record, oldest first.</summary>
    public static MetricQuery All { get; } = new();

    /// <summary>Only this session.</summary>
    public string? SessionId { get; init; }

    /// <summary>Only this user: the record's own, else its session's.</summary>
    public string? UserId { get; init; }

    /// <summary>Only this project: the record's own, else its session's.</summary>
    public string? Project { get; init; }

    /// <summary>Only this model: the record's own, else its session's.</summary>
    public string? Model { get; init; }

    /// <summary>Only this category.</summary>
    public MetricCategory? Category { get; init; }

    /// <summary>
    /// Only what the selector names. With a measurement, only records that have it. Derived figures such as <c>error_rate</c> select no records and are refused.
    /// </summary>
    public Selector? Selector { get; init; }

    /// <summary>Only this range of time, both ends included.</summary>
    public TimeRange Range { get; init; }

    /// <summary>Only records that have all of these attributes with just these values.</summary>
    public AttributeSet? Attributes { get; init; }

    /// <summary>Oldest or newest first.</summary>
    public RecordOrder Order { get; init; }

    /// <summary>At most this many records, from 1; <see langword="null"/> (the default) means all.</summary>
    public int? Limit { get; init; }

    /// <summary>Continue after this place, which an earlier page gave; <see langword="null"/> (the default) starts at the beginning.</summary>
    public RecordCursor? After { get; init; }

    /// <summary>Throws if a property is out of range or cannot be answered.</summary>
    /// <exception cref="ArgumentException">The limit is below 1, or the selector is a derived figure.</exception>
    public void Validate()
    {
        if (Limit is < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(Limit), Limit, "A limit is at least 1; leave it null for all records.");
        }

        if (Selector is { Kind: SelectorKind.Derived })
        {
            throw new ArgumentException($"'{Selector}' is a figure derived from several metrics, so no records belong to it. Ask the aggregator for it, or select the metrics behind it.", nameof(Selector));
        }

        if (Category is { } category && !CategoryNames.IsDefined(category))
        {
            throw new ArgumentOutOfRangeException(nameof(Category), category, "Not a defined category.");
        }
    }
}
