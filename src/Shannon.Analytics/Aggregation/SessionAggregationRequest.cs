namespace Shannon.Analytics.Aggregation;

/// <summary>Aggregates by session. Records without a session do not take part.</summary>
public sealed record SessionAggregationRequest : AggregationRequest;
