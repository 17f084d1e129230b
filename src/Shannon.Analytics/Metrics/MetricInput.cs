namespace Shannon.Analytics.Metrics;

/// <summary>
/// What a host hands in. The derived types are <see cref="SessionMetric"/>, <see cref="PerformanceMetric"/>,
/// <see cref="ResourceMetric"/>, <see cref="TokenMetric"/>, <see cref="ErrorMetric"/>, <see cref="CustomMetric"/>,
/// <see cref="ToolMetric"/>, <see cref="ApiMetric"/>, <see cref="AnalyticsEvent"/> and <see cref="RawMetric"/>.
/// Everything is optional except what the constructors ask for. Once collected a metric cannot change; copy it with
/// a <c>with</c> expression to make another one.
/// </summary>
public abstract record MetricInput
{
    private AttributeSet? _attributes;
    private MeasurementSet? _measurements;

    private protected MetricInput()
    {
    }

    /// <summary>Copies a metric; the copy has attributes and measurements of its own, not frozen.</summary>
    /// <param name="original">The metric to copy.</param>
    protected MetricInput(MetricInput original)
    {
        ArgumentNullException.ThrowIfNull(original);
        SessionId = original.SessionId;
        UserId = original.UserId;
        Project = original.Project;
        Model = original.Model;
        Timestamp = original.Timestamp;
        Cost = original.Cost;
        Key = original.Key;
        Aliases = original.Aliases;
        Merger = original.Merger;
        _attributes = original._attributes is { Count: > 0 } attributes ? new AttributeSet(attributes) : null;
        _measurements = original._measurements is { Count: > 0 } measurements ? new MeasurementSet(measurements) : null;
    }

    /// <summary>What the record is about.</summary>
    public abstract MetricCategory Category { get; }

    /// <summary>The metric's name, such as <c>response_time</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The session it belongs to, if any.</summary>
    public string? SessionId { get; init; }

    /// <summary>The user, if known; else the session's user applies when queried.</summary>
    public string? UserId { get; init; }

    /// <summary>The project, if known; else the session's project applies when queried.</summary>
    public string? Project { get; init; }

    /// <summary>The model, if known; else the session's model applies when queried.</summary>
    public string? Model { get; init; }

    /// <summary>When it happened; <see langword="null"/> means the moment of the call that collects it. Kept in UTC with microseconds.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Cost in US dollars as reported by its source; kept to the nano-dollar (rounded half to even beyond that).</summary>
    public decimal? Cost { get; init; }

    /// <summary>A natural key, by which the store keeps only the best copy; <see langword="null"/> means never deduplicated.</summary>
    public RecordKey? Key { get; init; }

    /// <summary>
    /// Further natural keys of the same thing, at most <see cref="MetricLimits.MaxAliases"/>: a copy that another source knows by one of them is the same
    /// record. They need a <see cref="Key"/> and a <see cref="Merger"/>. Empty by default.
    /// </summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>
    /// Makes one record of this metric and the one that holds its key or an alias, in place of keeping the copy of the higher rank; <see langword="null"/>
    /// by default. It belongs to the call and is not stored.
    /// </summary>
    public IRecordMerger? Merger { get; init; }

    /// <summary>Attributes of the host's own; up to <see cref="MetricLimits.MaxAttributes"/>.</summary>
    public AttributeSet Attributes
    {
        get => _attributes ??= new AttributeSet();
        init => _attributes = value;
    }

    /// <summary>Measurements beside those that the type itself has; up to <see cref="MetricLimits.MaxMeasurements"/> together.</summary>
    public MeasurementSet Measurements
    {
        get => _measurements ??= new MeasurementSet();
        init => _measurements = value;
    }

    internal AttributeSet? AttributesOrNull => _attributes;

    internal MeasurementSet? MeasurementsOrNull => _measurements;

    /// <summary>Hands every measurement and attribute to the visitor: first those of the type, then <see cref="Measurements"/> and <see cref="Attributes"/>.</summary>
    /// <param name="visitor">Who receives them.</param>
    public void Accept(IMetricVisitor visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        VisitOwnFields(visitor);
        AcceptGiven(visitor);
    }

    internal void AcceptOwn(IMetricVisitor visitor) => VisitOwnFields(visitor);

    /// <summary>Only what the host gave: <see cref="Measurements"/> and <see cref="Attributes"/>.</summary>
    internal void AcceptGiven(IMetricVisitor visitor)
    {
        if (_measurements is { Count: > 0 } measurements)
        {
            var values = measurements.ValueSpan;
            var names = measurements.NameSpan;
            for (int i = 0; i < names.Length; i++)
            {
                visitor.VisitMeasurement(names[i], values[i]);
            }
        }

        if (_attributes is { Count: > 0 } attributes)
        {
            VisitAttributes(visitor, attributes);
        }
    }

    /// <summary>Equal type and equal content; whether the sets were ever asked for, or are frozen, makes no difference.</summary>
    /// <param name="other">The other metric.</param>
    public virtual bool Equals(MetricInput? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && EqualityContract == other.EqualityContract
            && string.Equals(SessionId, other.SessionId, StringComparison.Ordinal)
            && string.Equals(UserId, other.UserId, StringComparison.Ordinal)
            && string.Equals(Project, other.Project, StringComparison.Ordinal)
            && string.Equals(Model, other.Model, StringComparison.Ordinal)
            && Timestamp == other.Timestamp
            && Cost == other.Cost
            && Key == other.Key
            && Aliases.SequenceEqual(other.Aliases, StringComparer.Ordinal)
            && (_attributes ?? AttributeSet.Empty).Equals(other._attributes ?? AttributeSet.Empty)
            && (_measurements ?? MeasurementSet.Empty).Equals(other._measurements ?? MeasurementSet.Empty));

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(EqualityContract, SessionId, UserId, Timestamp, Cost, Key, (_attributes ?? AttributeSet.Empty).GetHashCode(), (_measurements ?? MeasurementSet.Empty).GetHashCode());

    /// <summary>Writes the metric as one JSON object with snake_case keys, which <see cref="MetricJson.Parse(string)"/> reads back.</summary>
    public string ToJson() => MetricJson.Write(this);

    /// <summary>The metric as JSON.</summary>
    public sealed override string ToString() => ToJson();

    /// <summary>From here on neither attributes nor measurements can change, so the metric can be kept without copying it.</summary>
    internal void Freeze()
    {
        // Sets that were never asked for must not spring up later, unvalidated and unfiltered.
        (_attributes ??= AttributeSet.Empty).Freeze();
        (_measurements ??= MeasurementSet.Empty).Freeze();
    }

    private protected abstract void VisitOwnFields(IMetricVisitor visitor);

    private protected virtual void VisitAttributes(IMetricVisitor visitor, AttributeSet attributes)
    {
        var values = attributes.ValueSpan;
        var names = attributes.NameSpan;
        for (int i = 0; i < names.Length; i++)
        {
            if (values[i].Kind != AttributeKind.None)
            {
                visitor.VisitAttribute(names[i], values[i]);
            }
        }
    }

    private protected static void VisitOptional(IMetricVisitor visitor, string name, double? value)
    {
        if (value is { } number)
        {
            visitor.VisitMeasurement(name, number);
        }
    }

    private protected static void VisitOptional(IMetricVisitor visitor, string name, string? value)
    {
        if (value is not null)
        {
            visitor.VisitAttribute(name, value);
        }
    }

    private protected static void VisitOptional(IMetricVisitor visitor, string name, bool? value)
    {
        if (value is { } truth)
        {
            visitor.VisitAttribute(name, truth);
        }
    }
}
