using Shannon.Analytics.Storage.Execution.Aggregation;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Execution.Reading;

/// <summary>Finds distinct values by counting records per value.</summary>
internal static class DistinctReader
{
    internal static IReadOnlyList<DistinctValue> Run(Snapshot snapshot, DistinctQuery query, CancellationToken cancellationToken)
    {
        var counts = new AggregateQuery
        {
            SessionId = query.SessionId,
            UserId = query.UserId,
            Project = query.Project,
            Model = query.Model,
            Category = query.Category,
            Selector = query.Selector,
            OrSelectors = query.OrSelectors,
            Range = query.Range,
            Attributes = query.Attributes,
            Measurements = query.Measurements,
            ExcludeFailed = query.ExcludeFailed,
            AsOfId = query.AsOfId,
            Functions = [AggregateFunction.Count],
            GroupBy = [query.Key],
            MaxGroups = query.MaxValues,
        };
        IReadOnlyList<AggregateGroup> groups = AggregateExecutor.Run(snapshot, counts, AggregateExecutor.UsualMaxValues, cancellationToken).Groups;
        var values = new DistinctValue[groups.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = new DistinctValue(groups[i].Keys[0], (long)groups[i].Values[0]!.Value);
        }

        return values;
    }
}
