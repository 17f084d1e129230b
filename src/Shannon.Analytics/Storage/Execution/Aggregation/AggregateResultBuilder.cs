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

            CostSum costs = state.Groups.Costs(order[i]);
            groups[i] = new AggregateGroup(plan.Grid is null ? null : UnixMicros.ToTime(state.Groups.BucketStart(order[i])), KeysOf(order[i]), ValuesOf(order[i]))
            {
                Cost = costs.Dollars,
                RecordsWithCost = costs.Count,
            };
        }

        return groups;
    }

    private int[] Order()
    {
        int[] order = new int[state.Groups.Count];
        for (int id = 0; id < order.Length; id++)
        {
            order[id] = id;
        }

        int[][] ranks = new int[_keys][];
        for (int key = 0; key < _keys; key++)
        {
            ranks[key] = state.Groups.KeyRanks(key);
        }

        Array.Sort(order, (a, b) =>
        {
            int compared = state.Groups.BucketStart(a).CompareTo(state.Groups.BucketStart(b));
            for (int key = 0; compared == 0 && key < ranks.Length; key++)
            {
                compared = ranks[key][state.Groups.KeyCode(a, key)].CompareTo(ranks[key][state.Groups.KeyCode(b, key)]);
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
            keys[key] = state.Groups.KeyText(key, state.Groups.KeyCode(id, key));
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
                AggregateKind.Count => state.Groups.Records(id),
                AggregateKind.Rate => RateOf(id),
                AggregateKind.Sum => state.Groups.Moments(id) is { Count: > 0 } moments ? moments.Sum : null,
                AggregateKind.Average => state.Groups.Moments(id).Mean,
                AggregateKind.Minimum => state.Groups.Moments(id).Min,
                AggregateKind.Maximum => state.Groups.Moments(id).Max,
                AggregateKind.StandardDeviation => state.Groups.Moments(id).StandardDeviation,
                AggregateKind.First => state.Groups.Ends(id).IsEmpty ? null : state.Groups.Ends(id).First,
                AggregateKind.Last => state.Groups.Ends(id).IsEmpty ? null : state.Groups.Ends(id).Last,
                AggregateKind.Distinct => state.Groups.Distinct(id),
                _ => state.HasValues(id) ? state.Groups.Quantiles(id)[rank++] : null,
            };
        }

        return values;
    }

    private double? RateOf(int id)
    {
        double micros;
        if (plan.Grid is { } grid)
        {
            var (start, end) = grid.BucketOf(state.Groups.BucketStart(id));
            micros = end - start;
        }
        else
        {
            micros = state.MaxTime - state.MinTime;
        }

        return micros > 0 ? state.Groups.Records(id) / (micros / UnixMicros.PerSecond) : null;
    }
}
