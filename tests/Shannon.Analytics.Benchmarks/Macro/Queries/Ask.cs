using System.Globalization;
using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Queries;

/// <summary>Asks our store and reads its answers as numbers.</summary>
internal static class Ask
{
    /// <summary>Aggregates; the answer's columns are the bucket (if there are buckets), the keys and the values.</summary>
    /// <param name="store">The store.</param>
    /// <param name="query">The query.</param>
    /// <param name="keyColumns">The column behind each key.</param>
    /// <param name="keysFirst">Whether rows are ordered by keys before buckets, and begin with them.</param>
    public static async Task<Func<double[]>> AggregateAsync(
        SqliteStore store, AggregateQuery query, CodedColumn[] keyColumns, bool keysFirst = false)
    {
        AggregateResult result = await store.AggregateAsync(query);
        return () =>
        {
            Dictionary<string, int>[] codes = [.. keyColumns.Select(CodesOf)];
            int keys = (query.Bucket is null ? 0 : 1) + codes.Length;
            double[][] lines = [.. result.Groups.Select(group => Line(group, query.Bucket, codes, keysFirst))];
            Array.Sort(lines, (a, b) => a.AsSpan(0, keys).SequenceCompareTo(b.AsSpan(0, keys)));
            return [.. lines.SelectMany(line => line)];
        };
    }

    /// <summary>Text to position.</summary>
    public static Dictionary<string, int> CodesOf(CodedColumn column)
    {
        var codes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < column.Values.Length; i++)
        {
            codes.Add(column.Values[i], i);
        }

        return codes;
    }

    /// <summary>A moment of the data.</summary>
    public static DateTimeOffset Time(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    /// <summary>Microseconds since the start of the data.</summary>
    public static long Offset(DateTimeOffset time) =>
        (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond - MetricColumns.StartMicros;

    private static double[] Line(AggregateGroup group, TimeBucket? bucket, Dictionary<string, int>[] codes, bool keysFirst)
    {
        var line = new List<double>();
        double[] keys = [.. group.Keys.Select((key, i) => (double)codes[i][key ?? throw new WrongAnswerException(string.Create(CultureInfo.InvariantCulture, $"Key {i} of a group is absent."))])];
        if (keysFirst)
        {
            line.AddRange(keys);
        }

        if (bucket is not null)
        {
            line.Add(Offset(group.BucketStart!.Value) / (bucket.Width.Ticks / TimeSpan.TicksPerMicrosecond));
        }

        if (!keysFirst)
        {
            line.AddRange(keys);
        }

        line.AddRange(group.Values.Select(value => value ?? 0));
        return [.. line];
    }
}
