namespace Shannon.Analytics.Benchmarks.Macro.Queries;

/// <summary>All queries, in the order they run.</summary>
internal static class TelemetryQueries
{
    /// <summary>Fresh queries.</summary>
    public static IReadOnlyList<TelemetryQuery> All() =>
    [
        new HourlyQuery(),
        new SessionQuery(),
        new AttributesQuery(),
        new RollingQuery(percentile: true),
        new RollingQuery(percentile: false),
        new PercentilesQuery(),
        new CorrelationQuery(),
        new ZScoreQuery(),
        new SessionEventsQuery(),
        new LastHourQuery(),
        new HourlyAllQuery(),
    ];
}
