namespace Shannon.Analytics.Metrics;

/// <summary>A stored record, as queries and streams return it. Immutable and thread-safe.</summary>
public sealed record MetricRecord
{
    /// <summary>The record's id: assigned when it was stored, rising in the order of commits, never reused.</summary>
    public required long Id { get; init; }

    /// <summary>When it happened, in UTC with microseconds.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>What it is about.</summary>
    public required MetricCategory Category { get; init; }

    /// <summary>The metric's name, such as <c>response_time</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The session, if any.</summary>
    public string? SessionId { get; init; }

    /// <summary>The record's own user, else its session's, else <see langword="null"/>.</summary>
    public string? UserId { get; init; }

    /// <summary>The record's own project, else its session's, else <see langword="null"/>.</summary>
    public string? Project { get; init; }

    /// <summary>The record's own model, else its session's, else <see langword="null"/>.</summary>
    public string? Model { get; init; }

    /// <summary>Every measurement by name; all finite.</summary>
    public MeasurementSet Measurements { get; init; } = MeasurementSet.Empty;

    /// <summary>Every attribute by name.</summary>
    public AttributeSet Attributes { get; init; } = AttributeSet.Empty;

    /// <summary>Cost in US dollars to the nano-dollar, or <see langword="null"/> if none was given.</summary>
    public decimal? Cost { get; init; }

    /// <summary>The natural key it was stored under, if any.</summary>
    public RecordKey? Key { get; init; }

    /// <summary>
    /// The default measurement: <c>total_tokens</c> for tokens, <c>duration_ms</c> for tools and API calls, <c>cpu_percent</c> for
    /// resources, <c>count</c> for errors, <c>value</c> for the rest; <see langword="null"/> if the record has none.
    /// </summary>
    public double? Value => Measurements.TryGetValue(DefaultMeasurement.Of(Category), out double value) ? value : null;

    /// <summary>A measurement, or the cost by the name <c>cost</c> where no measurement has that name; null if there is none.</summary>
    internal double? NumberOf(string measurement) =>
        Measurements.TryGetValue(measurement, out double value) ? value
        : measurement == FieldNames.Cost ? (double?)Cost
        : null;

    /// <summary>Writes the record as one JSON object with snake_case keys, which <see cref="MetricJson.Parse(string)"/> reads back as a <see cref="RawMetric"/>.</summary>
    public string ToJson() => MetricJson.Write(this);

    /// <summary>The record as JSON.</summary>
    public override string ToString() => ToJson();
}
