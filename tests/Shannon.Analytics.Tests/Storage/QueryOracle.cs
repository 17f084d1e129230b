using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Tests.Storage;

/// <summary>The plain twin of the query layer: a list of records, looked through from end to end with sorted arrays and decimals.</summary>
internal sealed class QueryOracle(IReadOnlyList<MetricRecord> records)
{
    public IReadOnlyList<MetricRecord> Find(RecordPredicate query) => [.. records.Where(record => Matches(query, record)).OrderBy(record => record.Timestamp).ThenBy(record => record.Id)];

    public static double? ValueOf(RecordPredicate query, MetricRecord record) =>
        query.Selector?.Measurement is not { } measurement ? record.Value : record.Measurements.TryGetValue(measurement, out double value) ? value : null;

    public List<(DateTimeOffset? Bucket, string?[] Keys, double?[] Values)> Aggregate(AggregateQuery query)
    {
        List<MetricRecord> found = Counting(query);
        double span = found.Count == 0 ? 0 : (found[^1].Timestamp - found[0].Timestamp).TotalSeconds;
        return
        [
            .. Groups(query, found)
                .Select(group => (
                    query.Bucket is null ? (DateTimeOffset?)null : group.Key.Bucket,
                    group.Key.Texts,
                    query.Functions.Select(function => Compute(function, query, [.. group], span)).ToArray())),
        ];
    }

    /// <summary>The cost of each group's records, and how many have one.</summary>
    public List<(decimal? Cost, long Records)> Costs(AggregateQuery query) =>
        [.. Groups(query, Counting(query)).Select(group => (group.Any(record => record.Cost is not null) ? group.Sum(record => record.Cost) : null, group.LongCount(record => record.Cost is not null)))];

    public static string? KeyOf(GroupKey key, MetricRecord record) => key.Kind switch
    {
        GroupKeyKind.Session => record.SessionId,
        GroupKeyKind.User => record.UserId,
        GroupKeyKind.Project => record.Project,
        GroupKeyKind.Model => record.Model,
        GroupKeyKind.Name => record.Name,
        GroupKeyKind.Category => record.Category.ToString().ToLowerInvariant(),
        _ => record.Attributes.TryGetValue(key.AttributeName!, out AttributeValue value) ? value.ToString() : null,
    };

    private List<MetricRecord> Counting(AggregateQuery query)
    {
        bool countsAll = query.Selector?.Measurement is null && query.Functions.Any(function => function.Kind is AggregateKind.Count or AggregateKind.Rate);
        bool needsValue = query.Functions.Any(function => function.Kind is not AggregateKind.Count and not AggregateKind.Rate);
        return [.. Find(query).Where(record => countsAll || !needsValue || ValueOf(query, record) is not null)];
    }

    private static IOrderedEnumerable<IGrouping<Key, MetricRecord>> Groups(AggregateQuery query, List<MetricRecord> found) => found
        .GroupBy(record => new Key(query.Bucket is null ? default : SlowBuckets.StartOf(query.Bucket, record.Timestamp), [.. query.GroupBy.Select(key => KeyOf(key, record))]))
        .OrderBy(group => group.Key);

    private static bool Agrees<T>(T? wanted, T? actual) => wanted is null || wanted.Equals(actual);

    private static bool Matches(RecordPredicate query, MetricRecord record) =>
        Agrees(query.SessionId, record.SessionId)
        && Agrees(query.UserId, record.UserId)
        && Agrees(query.Project, record.Project)
        && Agrees(query.Model, record.Model)
        && (query.Category is null || query.Category == record.Category)
        && query.Range.Contains(record.Timestamp)
        && (query.Selector is not { } selector
            || ((selector.Kind == SelectorKind.All || (selector.Kind == SelectorKind.Name ? selector.Name == record.Name : selector.Category == record.Category))
                && (selector.Measurement is null || record.Measurements.ContainsKey(selector.Measurement))))
        && (query.Attributes is null || query.Attributes.All(wanted => record.Attributes.TryGetValue(wanted.Key, out AttributeValue value) && value == wanted.Value))
        && query.Measurements.All(range =>
            (range.Name is null ? ValueOf(query, record) : record.Measurements.TryGetValue(range.Name, out double value) ? value : null) is { } number
            && !(number < range.Min) && !(number > range.Max))
        && !(query.ExcludeFailed && HasFailed(record));

    private static bool HasFailed(MetricRecord record) => record.Attributes.TryGetValue("success", out AttributeValue success)
        ? success == false || success.Text?.ToUpperInvariant() == "FALSE"
        : record.Attributes.TryGetValue("status_code", out AttributeValue status) && status.Number >= 400;

    private static double? Compute(AggregateFunction function, AggregateQuery query, List<MetricRecord> group, double span)
    {
        double[] values = [.. group.Select(record => ValueOf(query, record)).OfType<double>()];
        double[] sorted = [.. values.Order()];
        switch (function.Kind)
        {
            case AggregateKind.Count:
                return group.Count;
            case AggregateKind.Rate:
                double seconds = query.Bucket is null ? span : SlowBuckets.LengthOf(query.Bucket, group[0].Timestamp).TotalSeconds;
                return seconds > 0 ? group.Count / seconds : null;
            case AggregateKind.Distinct:
                return values.Distinct().Count();
        }

        if (values.Length == 0)
        {
            return null;
        }

        decimal sum = values.Sum(value => (decimal)value);
        decimal mean = sum / values.Length;
        return function.Kind switch
        {
            AggregateKind.Sum => (double)sum,
            AggregateKind.Average => (double)mean,
            AggregateKind.Minimum => sorted[0],
            AggregateKind.Maximum => sorted[^1],
            AggregateKind.First => values[0],
            AggregateKind.Last => values[^1],
            AggregateKind.StandardDeviation => values.Length < 2 ? null : Math.Sqrt((double)(values.Sum(value => ((decimal)value - mean) * ((decimal)value - mean)) / (values.Length - 1))),
            _ => Percentile(sorted, function.Rank),
        };
    }

    private static double Percentile(double[] sorted, double rank)
    {
        double place = (sorted.Length - 1) * (rank / 100);
        int below = (int)place;
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]));
    }

    private sealed record Key(DateTimeOffset Bucket, string?[] Texts) : IComparable<Key>
    {
        public int CompareTo(Key? other)
        {
            int compared = Bucket.CompareTo(other!.Bucket);
            for (int i = 0; compared == 0 && i < Texts.Length; i++)
            {
                compared = string.CompareOrdinal(Texts[i], other.Texts[i]);
            }

            return compared;
        }

        public bool Equals(Key? other) => other is not null && Bucket == other.Bucket && Texts.AsSpan().SequenceEqual(other.Texts);

        public override int GetHashCode() => HashCode.Combine(Bucket, Texts.Length == 0 ? null : Texts[0]);
    }
}
