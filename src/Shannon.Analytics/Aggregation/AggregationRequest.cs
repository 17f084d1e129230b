using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Aggregation;

/// <summary>What every aggregation asks: which metrics, of which records, computed how.</summary>
public abstract record AggregationRequest
{
    private protected AggregationRequest()
    {
    }

    /// <summary>The metrics, 1 to 64: names, categories, <c>name.measurement</c>, or derived figures such as <c>error_rate</c>.</summary>
    public required IReadOnlyList<Selector> Metrics { get; init; }

    /// <summary>What to compute of each, 1 to 64. The mean by default. A derived figure is one number, whatever the functions.</summary>
    public IReadOnlyList<AggregateFunction> Functions { get; init; } = [AggregateFunction.Average];

    /// <summary>Only this range of time, both ends included. All of time by default.</summary>
    public TimeRange Range { get; init; }

    /// <summary>Only these records. All by default.</summary>
    public MetricFilter Filter { get; init; } = new();

    /// <summary>How exact the answer must be. Exact by default.</summary>
    public QueryPrecision Precision { get; init; }

    /// <summary>The figure that rows are ordered by, greatest first: such as <c>avg</c>, or <c>response_time_avg</c> where several metrics were asked for. <see langword="null"/> (the default) keeps the natural order.</summary>
    public string? OrderBy { get; init; }

    /// <summary>True to order by the least first.</summary>
    public bool Ascending { get; init; }

    /// <summary>At most this many rows, after ordering; from 1. <see langword="null"/> (the default) for all.</summary>
    public int? Top { get; init; }

    internal virtual void Validate()
    {
        if (Metrics is null || Metrics.Count is < 1 or > 64 || Metrics.Contains(null!))
        {
            throw new ArgumentException(FormattableString.Invariant($"{Metrics?.Count ?? 0} metrics were given; 1 to 64 are allowed, none of them null."), nameof(Metrics));
        }

        if (Functions is null || Functions.Count is < 1 or > 64)
        {
            throw new ArgumentException(FormattableString.Invariant($"{Functions?.Count ?? 0} functions were given; 1 to 64 are allowed."), nameof(Functions));
        }

        if (Top is < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(Top), Top, "At least one row must be asked for; leave it null for all.");
        }

        ArgumentNullException.ThrowIfNull(Filter);
        Filter.Validate();
    }
}
