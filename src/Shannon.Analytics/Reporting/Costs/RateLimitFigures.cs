using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting.Figures;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting.Costs;

/// <summary>The limits that agents reported.</summary>
internal sealed class RateLimitFigures
{
    private readonly FigureReader _reader;
    private readonly FigureQuery _utilization;
    private readonly FigureQuery _resets;

    internal RateLimitFigures(IMetricStore store, MetricFilter filter, TimeRange range)
    {
        _reader = new FigureReader(store, filter, range);
        GroupKey type = GroupKey.Attribute(FieldNames.RateLimitType);
        _utilization = _reader.Add(Selector.Of(FieldNames.RateLimit, FieldNames.Utilization), [AggregateFunction.Last, AggregateFunction.Maximum], type);
        _resets = _reader.Add(Selector.Of(FieldNames.RateLimit, FieldNames.ResetsAt), [AggregateFunction.Last], type);
    }

    internal async Task<IReadOnlyList<RateLimitWindow>> ReadAsync(CancellationToken cancellationToken)
    {
        await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. _utilization.Groups.Where(static group => group.Values[0] is not null)
                .Select(group => new RateLimitWindow(group.Keys[0] ?? UsageEntry.Unknown, group.Values[0]!.Value, group.Values[1]!.Value, ResetOf(group.Keys[0]))),
        ];
    }

    private DateTimeOffset? ResetOf(string? type) =>
        _resets.Groups.FirstOrDefault(group => string.Equals(group.Keys[0], type, StringComparison.Ordinal))?.Values[0] is { } seconds and >= 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000))
            : null;
}
