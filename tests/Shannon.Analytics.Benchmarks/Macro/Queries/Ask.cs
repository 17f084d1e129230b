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
            int width = keys + query.Functions.Count;
            double[] answer = new double[result.Groups.Count * width];
            for (int i = 0; i < result.Groups.Count; i++)
            {
                Fill(answer.AsSpan(i * width, width), result.Groups[i], query.Bucket, codes, keysFirst);
            }

            return Plain.SortRows(answer, width);
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

    private static void Fill(Span<double> line, AggregateGroup group, TimeBucket? bucket, Dictionary<string, int>[] codes, bool keysFirst)
    {
        int at = 0;
        if (bucket is not null)
        {
            line[keysFirst ? codes.Length : at++] = Offset(group.BucketStart!.Value) / (bucket.Width.Ticks / TimeSpan.TicksPerMicrosecond);
        }

        for (int i = 0; i < codes.Length; i++)
        {
            line[at++] = codes[i][group.Keys[i] ?? throw new WrongAnswerException(string.Create(CultureInfo.InvariantCulture, $"Key {i} of a group is absent."))];
        }

        Span<double> values = line[^group.Values.Count..];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = group.Values[i] ?? 0;
        }
    }
}
