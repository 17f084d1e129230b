using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting.Figures;

/// <summary>
/// Costs by bucket and keys with those of tokens that came without one: the store adds up what is stored, and cannot know prices. Not thread-safe.
/// </summary>
internal sealed class PricedCosts
{
    private readonly TimeBucket _bucket;
    private readonly IReadOnlyList<GroupKey> _keys;
    private readonly Dictionary<GroupId, Group> _groups = [];
    private GroupId _last;
    private Group? _lastGroup;

    private PricedCosts(TimeBucket bucket, IReadOnlyList<GroupKey> keys)
    {
        _bucket = bucket;
        _keys = keys;
    }

    /// <summary>Whether a selector means what is added up here.</summary>
    internal static bool IsCost(Selector metric) => metric is { Kind: SelectorKind.Derived, Name: DerivedFigure.Cost };

    /// <summary>Reads and prices the costs; null if every record of tokens has one, so that the store's own figures are the answer.</summary>
    /// <param name="store">The store.</param>
    /// <param name="filter">Only these records.</param>
    /// <param name="range">Only this range of time.</param>
    /// <param name="pricer">Says what a record costs.</param>
    /// <param name="bucket">The buckets.</param>
    /// <param name="keys">The keys to group by.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    internal static async Task<PricedCosts?> ReadAsync(IMetricStore store, MetricFilter filter, TimeRange range, UsagePricer pricer, TimeBucket bucket, IReadOnlyList<GroupKey> keys, CancellationToken cancellationToken)
    {
        var reader = new FigureReader(store, filter, range);
        FigureQuery tokens = reader.Add(reader.Query(Selector.Of(FieldNames.TokenUsage), [AggregateFunction.Count]) with { IncludeCosts = true });
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (tokens.Groups.All(static group => group.RecordsWithCost >= (group.Values[0] ?? 0)))
        {
            return null;
        }

        var costs = new PricedCosts(bucket, keys);
        await UsageScanner.ScanAsync(store, filter, range, keys, row => costs.Add(row, pricer.Price(row)), cancellationToken).ConfigureAwait(false);
        return costs;
    }

    /// <summary>What was computed and is not stored, added up by bucket; for results without keys.</summary>
    internal IEnumerable<(DateTimeOffset Start, decimal Cost)> NotStored() => _groups.Select(static pair => (pair.Key.BucketStart!.Value, pair.Value.NotStored));

    /// <summary>The functions of every group's costs.</summary>
    /// <param name="functions">What to compute.</param>
    internal Dictionary<GroupId, double?[]> Figures(IReadOnlyList<AggregateFunction> functions) => _groups.ToDictionary(
        static pair => pair.Key,
        pair =>
        {
            double[] sorted = [.. pair.Value.Costs.Select(static cost => (double)cost).Order()];
            return functions.Select(function => Compute(function, pair.Value.Costs, sorted, pair.Key.BucketStart!.Value)).ToArray();
        });

    private void Add(UsageRow row, PricedCost cost)
    {
        if (cost.Amount is not { } amount)
        {
            return;
        }

        Group group = GroupOf(new GroupId(_bucket.StartOf(UnixMicros.ToTime(row.Micros)), row.Keys));
        group.Costs.Add(amount);
        group.NotStored += row.Cost is null ? amount : 0;
    }

    // Neighbours in time mostly belong together.
    private Group GroupOf(GroupId id)
    {
        if (_lastGroup is null || !_last.Equals(id))
        {
            if (!_groups.TryGetValue(id, out _lastGroup))
            {
                id = new GroupId(id.BucketStart, [.. id.Keys]);
                _groups[id] = _lastGroup = new Group();
            }

            _last = new GroupId(id.BucketStart, [.. id.Keys]);
        }

        return _lastGroup;
    }

    private double? Compute(AggregateFunction function, List<decimal> costs, double[] sorted, DateTimeOffset start) => function.Kind switch
    {
        AggregateKind.Count => costs.Count,
        AggregateKind.Sum => (double)costs.Sum(),
        AggregateKind.Average => (double)(costs.Sum() / costs.Count),
        AggregateKind.Minimum => sorted[0],
        AggregateKind.Maximum => sorted[^1],
        AggregateKind.StandardDeviation => MomentsAccumulator.Of(sorted).StandardDeviation ?? 0,
        AggregateKind.First => (double)costs[0],
        AggregateKind.Last => (double)costs[^1],
        AggregateKind.Rate => costs.Count / (_bucket.Next(start) - start).TotalSeconds,
        AggregateKind.Percentile => Quantiles.OfSorted(sorted, function.Rank / 100),
        _ => costs.Distinct().Count(),
    };

    private sealed class Group
    {
        /// <summary>In order of time.</summary>
        internal List<decimal> Costs { get; } = [];

        internal decimal NotStored { get; set; }
    }
}
