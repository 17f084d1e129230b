using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting.Figures;

/// <summary>Collects the queries of a report and answers them together, from one snapshot, so that figures of different queries fit each other. Not thread-safe.</summary>
internal sealed class FigureReader
{
    // A store may hold more sessions than a list for people would; the cost of one is a group.
    private const int MostGroups = 10_000_000;

    private readonly IMetricStore _store;
    private readonly MetricFilter _filter;
    private readonly List<FigureQuery> _queries;

    internal FigureReader(IMetricStore store, MetricFilter filter, TimeRange range)
        : this(store, filter, range, [])
    {
    }

    private FigureReader(IMetricStore store, MetricFilter filter, TimeRange range, List<FigureQuery> queries)
    {
        _store = store;
        _filter = filter;
        Range = range;
        _queries = queries;
    }

    /// <summary>The range of time that queries are about unless they say otherwise.</summary>
    internal TimeRange Range { get; }

    /// <summary>A reader over another range, whose queries are answered together with those of this one.</summary>
    internal FigureReader Over(TimeRange range) => new(_store, _filter, range, _queries);

    /// <summary>Adds a query over the range of the report.</summary>
    /// <param name="selector">Whose values.</param>
    /// <param name="functions">What is computed of them.</param>
    /// <param name="keys">What they are grouped by.</param>
    internal FigureQuery Add(Selector selector, IReadOnlyList<AggregateFunction> functions, params IReadOnlyList<GroupKey> keys) =>
        Add(Query(selector, functions) with { GroupBy = keys });

    internal FigureQuery Add(AggregateQuery query)
    {
        var added = new FigureQuery(Narrow(query));
        _queries.Add(added);
        return added;
    }

    /// <summary>A query over the range of the report, to be changed and added.</summary>
    internal AggregateQuery Query(Selector selector, IReadOnlyList<AggregateFunction> functions) => new()
    {
        Selector = selector,
        OrSelectors = ValueSources.BesideOf(selector),
        Functions = functions,
        Range = Range,
        MaxGroups = MostGroups,
    };

    internal async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (_queries.Count == 0)
        {
            return;
        }

        IReadOnlyList<AggregateResult> answers = await _store.AggregateManyAsync([.. _queries.Select(static query => query.Query)], cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < answers.Count; i++)
        {
            _queries[i].Result = answers[i];
        }
    }

    private AggregateQuery Narrow(AggregateQuery query) => _filter.Apply(query) with
    {
        Measurements = [.. query.Measurements, .. _filter.Measurements],
        Attributes = Merge(query.Attributes, _filter.Attributes),
    };

    private static AttributeSet? Merge(AttributeSet? own, AttributeSet? others)
    {
        if (own is null || others is null)
        {
            return own ?? others;
        }

        var merged = new AttributeSet();
        foreach (var (name, value) in others.Concat(own))
        {
            merged[name] = value;
        }

        return merged;
    }
}
