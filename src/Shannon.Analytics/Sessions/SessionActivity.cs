using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Sessions;

/// <summary>Something that happened in a session, with the metrics it gave rise to.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Metrics">The metrics to record, already complete; may be empty.</param>
public sealed record SessionActivity(string SessionId, SessionActivityKind Kind, IReadOnlyList<MetricInput> Metrics);
