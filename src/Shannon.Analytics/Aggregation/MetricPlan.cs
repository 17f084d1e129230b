using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Aggregation;

/// <summary>How one metric of a request is answered: the queries behind it, and how their groups become its figures.</summary>
internal sealed class MetricPlan
{
    private static readonly GroupKey[] OutcomeKeys = [GroupKey.Attribute(FieldNames.Success), GroupKey.Attribute(FieldNames.StatusCode)];

    private readonly AggregationRequest _request;
    private readonly DerivedFigure? _derived;

    internal MetricPlan(AggregationRequest request, Selector metric)
    {
        _request = request;
        _derived = DerivedFigure.Of(metric);
        Metric = DerivedFigure.AliasOf(metric);
        Name = metric.ToString();
    }

    /// <summary>The metric as it was asked for.</summary>
    internal string Name { get; }

    internal Selector Metric { get; }

    /// <summary>Whether it is computed from several counts and sums.</summary>
    internal bool IsDerived => _derived is not null;

    /// <summary>The names of the figures: the functions, or none but the metric's own for a derived figure.</summary>
    internal IReadOnlyList<string> FunctionNames => _derived is null ? [.. _request.Functions.Select(function => function.ToString())] : [string.Empty];

    /// <summary>What stands where there are no records: counts, sums and rates are 0, the rest is absent.</summary>
    internal IReadOnlyList<double?> Empty => _derived is null
        ? [.. _request.Functions.Select(static function => function.Kind is AggregateKind.Count or AggregateKind.Sum or AggregateKind.Rate or AggregateKind.Distinct ? 0 : (double?)null)]
        : [_derived.Combine(new double[_derived.Parts.Count], 1)];

    /// <summary>The queries to put to the store, all of them over one snapshot.</summary>
    /// <param name="bucket">The buckets, or null for none.</param>
    /// <param name="keys">The keys to group by.</param>
    internal IReadOnlyList<AggregateQuery> Queries(TimeBucket? bucket, IReadOnlyList<GroupKey> keys) => _derived is null
        ? [Query(Metric, _request.Functions, bucket, keys)]
        : [.. _derived.Parts.Select(part => Query(part.Selector, [part.Kind == DerivedPartKind.Sum ? AggregateFunction.Sum : AggregateFunction.Count], bucket, [.. keys, .. ExtraKeys(part)]))];

    /// <summary>Makes figures of the answers, by bucket and keys.</summary>
    /// <param name="answers">The answers to <see cref="Queries"/>, in their order.</param>
    /// <param name="keys">How many keys were asked for.</param>
    /// <param name="seconds">The length of a bucket that starts at a moment, or of all the time asked for.</param>
    internal Dictionary<GroupId, double?[]> Figures(ReadOnlySpan<AggregateResult> answers, int keys, Func<DateTimeOffset?, double> seconds)
    {
        var rows = new Dictionary<GroupId, double?[]>();
        if (_derived is null)
        {
            foreach (AggregateGroup group in answers[0].Groups)
            {
                rows[new GroupId(group.BucketStart, group.Keys)] = WithoutGaps(group.Values);
            }

            return rows;
        }

        var parts = new Dictionary<GroupId, double[]>();
        for (int i = 0; i < _derived.Parts.Count; i++)
        {
            AddPart(_derived.Parts[i], i, answers[i], parts, keys);
        }

        foreach (var (id, counts) in parts)
        {
            rows[id] = [_derived.Combine(counts, seconds(id.BucketStart))];
        }

        return rows;
    }

    private static GroupKey[] ExtraKeys(DerivedPart part) => part.OnlyFailed ? OutcomeKeys : part.Kind == DerivedPartKind.Sessions ? [GroupKey.Session] : [];

    // To the store the deviation of a single value is undefined; who looks at figures expects that it does not deviate.
    private double?[] WithoutGaps(IReadOnlyList<double?> values)
    {
        double?[] row = [.. values];
        for (int i = 0; i < row.Length; i++)
        {
            row[i] ??= _request.Functions[i].Kind == AggregateKind.StandardDeviation ? 0 : null;
        }

        return row;
    }

    private void AddPart(DerivedPart part, int index, AggregateResult answer, Dictionary<GroupId, double[]> parts, int keys)
    {
        foreach (AggregateGroup group in answer.Groups)
        {
            var id = new GroupId(group.BucketStart, [.. group.Keys.Take(keys)]);
            if (!parts.TryGetValue(id, out double[]? counts))
            {
                parts[id] = counts = new double[_derived!.Parts.Count];
            }

            counts[index] += part switch
            {
                { Kind: DerivedPartKind.Sessions } => group.Keys[^1] is null ? 0 : 1,
                { OnlyFailed: true } when !Outcome.HasFailed(group.Keys[^2], group.Keys[^1]) => 0,
                _ => group.Values[0] ?? 0,
            };
        }
    }

    private AggregateQuery Query(Selector metric, IReadOnlyList<AggregateFunction> functions, TimeBucket? bucket, IReadOnlyList<GroupKey> keys) => _request.Filter.Apply(new AggregateQuery
    {
        Selector = metric,
        OrSelectors = ValueSources.BesideOf(metric),
        Functions = functions,
        Bucket = bucket,
        GroupBy = keys,
        Range = _request.Range,
        Precision = _request.Precision,
    });
}
