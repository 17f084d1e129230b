using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>Turns finished groups into the public result, ordered by bucket and keys.</summary>
internal sealed class AggregateResultBuilder(AggregatePlan plan, AggregateState state)
{
    private readonly int _keys = plan.Query.GroupBy.Count;

    internal AggregateGroup[] Build(CancellationToken cancellationToken)
    {
        int[] order = Order();
        var groups = new AggregateGroup[order.Length];
        for (int i = 0; i < groups.Length; i++)
        {
            if ((i & 0xFFFF) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            CostSum costs = state.Costs(order[i]);
            groups[i] = new AggregateGroup(plan.Grid is null ? null : UnixMicros.ToTime(state.BucketStart(order[i])), KeysOf(order[i]), ValuesOf(order[i]))
            {
                Cost = costs.Dollars,
                RecordsWithCost = costs.Count,
            };
        }

        return groups;
    }

    private int[] Order()
    {
        int[] order = new int[state.Count];
        for (int id = 0; id < order.Length; id++)
        {
            order[id] = id;
        }

        int[][] ranks = new int[_keys][];
        for (int key = 0; key < _keys; key++)
        {
            ranks[key] = state.KeyRanks(key);
        }

        Array.Sort(order, (a, b) =>
        {
            int compared = state.BucketStart(a).CompareTo(state.BucketStart(b));
            for (int key = 0; compared == 0 && key < ranks.Length; key++)
            {
                compared = ranks[key][state.KeyCode(a, key)].CompareTo(ranks[key][state.KeyCode(b, key)]);
            }

            return compared;
        });
        return order;
    }

    private string?[] KeysOf(int id)
    {
        if (_keys == 0)
        {
            return [];
        }

        string?[] keys = new string?[_keys];
        for (int key = 0; key < keys.Length; key++)
        {
            keys[key] = state.KeyText(key, state.KeyCode(id, key));
        }

        return keys;
    }

    private double?[] ValuesOf(int id)
    {
        IReadOnlyList<AggregateFunction> functions = plan.Query.Functions;
        double?[] values = new double?[functions.Count];
        int rank = 0;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = functions[i].Kind switch
            {
                AggregateKind.Count => state.Records(id),
                AggregateKind.Rate => RateOf(id),
                AggregateKind.Sum => state.Moments(id) is { Count: > 0 } moments ? moments.Sum : null,
                AggregateKind.Average => state.Moments(id).Mean,
                AggregateKind.Minimum => state.Moments(id).Min,
                AggregateKind.Maximum => state.Moments(id).Max,
                AggregateKind.StandardDeviation => state.Moments(id).StandardDeviation,
                AggregateKind.First => state.Ends(id).IsEmpty ? null : state.Ends(id).First,
                AggregateKind.Last => state.Ends(id).IsEmpty ? null : state.Ends(id).Last,
                AggregateKind.Distinct => state.Distinct(id),
                _ => state.HasValues(id) ? state.Quantiles(id)[rank++] : null,
            };
        }

        return values;
    }

    private double? RateOf(int id)
    {
        double micros;
        if (plan.Grid is { } grid)
        {
            var (start, end) = grid.BucketOf(state.BucketStart(id));
            micros = end - start;
        }
        else
        {
            micros = state.MaxTime - state.MinTime;
        }

        return micros > 0 ? state.Records(id) / (micros / UnixMicros.PerSecond) : null;
    }
}
