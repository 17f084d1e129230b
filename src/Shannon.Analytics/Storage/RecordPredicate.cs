using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage;

/// <summary>Which records a query is about. Every property narrows; none set means all records. Immutable.</summary>
public abstract record RecordPredicate
{
    private protected RecordPredicate()
    {
    }

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

    /// <summary>
    /// What these selectors name is meant as well, each by its own measurement; a record that several name goes by the first, <see cref="Selector"/>
    /// before all. Needs <see cref="Selector"/>. Empty by default.
    /// </summary>
    public IReadOnlyList<Selector> OrSelectors { get; init; } = [];

    /// <summary>Only this range of time, both ends included.</summary>
    public TimeRange Range { get; init; }

    /// <summary>Only records that have all of these attributes with just these values.</summary>
    public AttributeSet? Attributes { get; init; }

    /// <summary>Only records whose measurements lie in all of these ranges. Empty by default.</summary>
    public IReadOnlyList<MeasurementRange> Measurements { get; init; } = [];

    /// <summary>Leaves out records that say they failed: their attribute <c>success</c> is false or, where there is none, <c>status_code</c> is 400 or more. False by default.</summary>
    public bool ExcludeFailed { get; init; }

    /// <summary>
    /// Only records up to this id, as they were when it was the last one: a later copy that replaced one of them does not count, the replaced one does. Several
    /// queries with the same id tell of the same moment, whatever is written between them. Deletions and what sessions learn later of their user,
    /// project and model are not undone. See <see cref="StoreDescription.LastId"/>. <see langword="null"/> (the default) for all.
    /// </summary>
    public long? AsOfId { get; init; }

    /// <summary>True if nothing narrows: every record is meant.</summary>
    internal bool IsEverything =>
        SessionId is null && UserId is null && Project is null && Model is null && Category is null && Selector is null or { Kind: SelectorKind.All, Measurement: null }
        && Range.Start is null && Range.End is null && Attributes is null or { Count: 0 } && Measurements.Count == 0 && !ExcludeFailed && AsOfId is null;

    /// <summary>True if more than name, category and time decides, so that of neighbouring records of a metric only some may match.</summary>
    internal bool TellsRowsApart =>
        SessionId is not null || UserId is not null || Project is not null || Model is not null || Attributes is { Count: > 0 } || Measurements.Count > 0 || ExcludeFailed || AsOfId is not null;

    /// <summary>Throws if a property is out of range or cannot be answered.</summary>
    /// <exception cref="ArgumentException">The selector is a derived figure, the category is not defined, or a range of a measurement is none.</exception>
    public virtual void Validate()
    {
        if (OrSelectors is null || OrSelectors.Count > 64 || (OrSelectors.Count > 0 && Selector is null))
        {
            throw new ArgumentException(FormattableString.Invariant($"{OrSelectors?.Count ?? 0} further selectors were given. At most 64 may stand beside Selector, and none without it."), nameof(OrSelectors));
        }

        foreach (Selector? selector in OrSelectors.Prepend(Selector))
        {
            if (selector is { Kind: SelectorKind.Derived })
            {
                throw new ArgumentException($"'{selector}' is a figure derived from several metrics, so no records belong to it. Ask the aggregator for it, or select the metrics behind it.", nameof(Selector));
            }
        }

        if (Category is { } category && !CategoryNames.IsDefined(category))
        {
            throw new ArgumentOutOfRangeException(nameof(Category), category, "Not a defined category.");
        }

        if (Measurements is null)
        {
            throw new ArgumentException("The list of measurement ranges is null; leave it empty for none.", nameof(Measurements));
        }

        foreach (MeasurementRange range in Measurements)
        {
            if (range is null || double.IsNaN(range.Min ?? 0) || double.IsNaN(range.Max ?? 0) || range.Min > range.Max || range.Name is { Length: 0 })
            {
                throw new ArgumentException(FormattableString.Invariant($"A measurement range from {range?.Min} to {range?.Max} is none. Both ends are numbers or null, the lower one not above the upper one, and the name is not empty."), nameof(Measurements));
            }
        }
    }

    /// <summary>Whether the selectors name a metric.</summary>
    internal bool Names(MetricCategory category, string name) => Selector is null || SelectorOf(category, name) is not null;

    /// <summary>The measurement that the selectors address in a metric; null for its default.</summary>
    internal string? MeasurementOf(MetricCategory category, string name) => Selector is null ? null : SelectorOf(category, name)?.Measurement;

    private Selector? SelectorOf(MetricCategory category, string name)
    {
        if (Selector!.Matches(category, name))
        {
            return Selector;
        }

        foreach (Selector selector in OrSelectors)
        {
            if (selector.Matches(category, name))
            {
                return selector;
            }
        }

        return null;
    }
}
