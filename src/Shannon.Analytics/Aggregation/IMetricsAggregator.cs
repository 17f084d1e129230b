namespace Shannon.Analytics.Aggregation;

/// <summary>
/// Computes figures over what a store holds: by time, session and dimension, over rolling windows, percentiles, correlations, anomalies. Empty
/// input gives empty results; what is undefined is <see langword="null"/>, never NaN or infinite. Hosts double it in their tests. Thread-safe.
/// </summary>
public interface IMetricsAggregator
{
    /// <summary>Aggregates by time.</summary>
    /// <param name="request">What to aggregate.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ArgumentException">The request is out of range.</exception>
    Task<TimeAggregation> AggregateByTimeAsync(TimeAggregationRequest request, CancellationToken cancellationToken = default);

    /// <summary>Aggregates by session.</summary>
    /// <param name="request">What to aggregate.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ArgumentException">The request is out of range.</exception>
    Task<SessionAggregation> AggregateBySessionAsync(SessionAggregationRequest request, CancellationToken cancellationToken = default);

    /// <summary>Aggregates by what records carry.</summary>
    /// <param name="request">What to aggregate.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ArgumentException">The request is out of range.</exception>
    Task<DimensionAggregation> AggregateByDimensionsAsync(DimensionAggregationRequest request, CancellationToken cancellationToken = default);

    /// <summary>Computes statistics over windows that slide along a series.</summary>
    /// <param name="request">What to compute.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ArgumentException">The request is out of range.</exception>
    Task<RollingStatistics> CalculateRollingStatsAsync(RollingStatsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Computes percentiles of a metric.</summary>
    /// <param name="request">What to compute.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ArgumentException">The request is out of range.</exception>
    Task<AggregateValues> CalculatePercentilesAsync(PercentileRequest request, CancellationToken cancellationToken = default);

    /// <summary>Computes how two metrics go together.</summary>
    /// <param name="request">What to compute.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ArgumentException">The request is out of range.</exception>
    Task<CorrelationResult> CalculateCorrelationAsync(CorrelationRequest request, CancellationToken cancellationToken = default);

    /// <summary>Finds what is out of the ordinary.</summary>
    /// <param name="request">Where and how to look.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The anomalies by time; empty if there are none.</returns>
    /// <exception cref="ArgumentException">The request is out of range.</exception>
    Task<IReadOnlyList<Anomaly>> DetectAnomaliesAsync(AnomalyRequest request, CancellationToken cancellationToken = default);
}
