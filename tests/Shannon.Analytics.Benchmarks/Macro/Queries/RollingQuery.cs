using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Queries;

/// <summary>
/// Windows of 300 seconds that end at every minute from the first time on, end included, start not, up to the last time: window w has the values of the
/// minutes w - 4 to w, where a minute begins right after a full one. Windows without values are left out.
/// </summary>
/// <param name="percentile">Whether p95 is asked as well, which cannot be put together from minutes.</param>
internal sealed class RollingQuery(bool percentile) : TelemetryQuery
{
    private const int Steps = 5;
    private const int Columns = 7;

    // The first row of the metric is at the very start, the last one in the last microsecond.
    private const long LastWindow = (TelemetryShape.EndMicros - 1 - MetricColumns.StartMicros) / Plain.Minute;

    private static readonly string Minutes = FormattableString.Invariant(
        $"SELECT ((time - {MetricColumns.StartMicros} + {Plain.Minute - 1}) // {Plain.Minute})::INTEGER AS m, value FROM {Sql.DuckDbLatency}");

    /// <inheritdoc />
    public override string Name => percentile ? "query-rolling" : "query-rolling-moments";

    /// <inheritdoc />
    public override string Description => "avg, std, min, max, sum, count" + (percentile ? ", p95" : "") + " of one metric in windows of 300 s every 60 s over 30 days";

    /// <inheritdoc />
    public override double Bar => 0.15;

    /// <inheritdoc />
    public override IReadOnlyList<string> DuckDb => percentile
        ?
        [
            $"SELECT w::DOUBLE, {Direct}, quantile_cont(value, 0.95) FROM (SELECT m + k AS w, value FROM ({Minutes}), (VALUES (0), (1), (2), (3), (4)) t(k)) WHERE w <= {LastWindow} GROUP BY w ORDER BY w",
            $"WITH s AS MATERIALIZED ({Minutes}) SELECT w::DOUBLE, {Direct}, quantile_cont(value, 0.95) FROM (SELECT unnest(range(m, m + 5)) AS w, value FROM s) WHERE w <= {LastWindow} GROUP BY w ORDER BY w",
            $"WITH s AS MATERIALIZED ({Minutes}), l AS MATERIALIZED (SELECT m, list(value) AS v FROM s GROUP BY m) SELECT w::DOUBLE, list_avg(v), coalesce(list_stddev_samp(v), 0), list_min(v), list_max(v), list_sum(v), len(v)::DOUBLE, list_aggregate(v, 'quantile_cont', 0.95) FROM (SELECT w, flatten(list(v)) AS v FROM (SELECT unnest(range(m, m + 5)) AS w, v FROM l) WHERE w <= {LastWindow} GROUP BY w) ORDER BY w",
        ]
        :
        [
            $"WITH a AS (SELECT m, count(*) AS c, sum(value) AS s, min(value) AS lo, max(value) AS hi, var_pop(value) * count(*) AS d FROM ({Minutes}) GROUP BY m), w AS (SELECT m + k AS w, c, s, lo, hi, d FROM a, (VALUES (0), (1), (2), (3), (4)) t(k)) SELECT w::DOUBLE, sum(s) / sum(c), {FromParts}, min(lo), max(hi), sum(s), sum(c)::DOUBLE FROM w WHERE w <= {LastWindow} GROUP BY w ORDER BY w",
            $"SELECT w::DOUBLE, {Direct} FROM (SELECT m + k AS w, value FROM ({Minutes}), (VALUES (0), (1), (2), (3), (4)) t(k)) WHERE w <= {LastWindow} GROUP BY w ORDER BY w",
        ];

    /// <inheritdoc />
    public override string Sqlite
    {
        get
        {
            string minute = FormattableString.Invariant($"(time - {MetricColumns.StartMicros} + {Plain.Minute - 1}) / {Plain.Minute}");
            string expanded = $"(SELECT {minute} + k AS w, value FROM (SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4), {Sql.SqliteLatency} AND w <= {LastWindow})";
            string ranked = $"(SELECT w, value, avg(value) OVER (PARTITION BY w) AS a, {(percentile ? "row_number() OVER (PARTITION BY w ORDER BY value) - 1" : "0")} AS r, count(*) OVER (PARTITION BY w) AS n FROM {expanded})";
            return $"SELECT w, avg(value), coalesce(sqrt(sum((value - a) * (value - a)) / (n - 1)), 0), min(value), max(value), sum(value), n{(percentile ? ", " + Sql.SqlitePercentile(0.95) : "")} FROM {ranked} GROUP BY w ORDER BY w";
        }
    }

    // A deviation put together from minutes loses digits where the values are nearly equal, which says nothing against it: the mean square is compared instead.
    /// <inheritdoc />
    public override double[] Normalize(double[] answer)
    {
        if (!percentile)
        {
            for (int i = 0; i < answer.Length; i += Columns)
            {
                answer[i + 2] = answer[i + 1] * answer[i + 1] + answer[i + 2] * answer[i + 2];
            }
        }

        return answer;
    }

    private static string Direct => "avg(value), coalesce(stddev_samp(value), 0), min(value), max(value), sum(value), count(*)::DOUBLE";

    // Chan's formula: what varies within the minutes plus what varies between them.
    private static string FromParts => "coalesce(sqrt((sum(d) + greatest(0, sum(s * s / c) - sum(s) * sum(s) / sum(c))) / nullif(sum(c) - 1, 0)), 0)";

    /// <inheritdoc />
    public override async Task<Func<double[]>> AskAsync(SqliteStore store, TelemetryRows rows)
    {
        Series series = await store.ReadSeriesAsync(new SeriesQuery { Selector = Selector.Of(TelemetryShape.Latency), IsLent = true });
        double[] answer = Windows(series);
        series.Return();
        return () => answer;
    }

    /// <inheritdoc />
    public override double[] Compute(TelemetryRows rows)
    {
        SortedDictionary<long, List<double>> minutes = Plain.Group(
            rows, Plain.MetricOf(rows, TelemetryShape.Latency), row => (rows.Times[row] - MetricColumns.StartMicros + Plain.Minute - 1) / Plain.Minute);
        var answer = new List<double>();
        for (long window = 0; window <= LastWindow; window++)
        {
            var values = new List<double>();
            for (int step = 0; step < Steps; step++)
            {
                values.AddRange(minutes.GetValueOrDefault(window - step, []));
            }

            if (values.Count == 0)
            {
                continue;
            }

            answer.AddRange([window, values.Average(), Plain.Deviation(values), values.Min(), values.Max(), values.Sum(), values.Count]);
            if (percentile)
            {
                answer.Add(Plain.Percentile(values, 0.95));
            }
        }

        return Normalize([.. answer]);
    }

    private double[] Windows(Series series)
    {
        ReadOnlySpan<double> values = series.Values.Span;
        long first = series.TimestampsMicros.Span[0];
        double[] answer = new double[(int)(LastWindow + 1) * (Columns + (percentile ? 1 : 0))];
        int filled = 0;
        Span<double> p95 = stackalloc double[1];
        using var windows = new RollingWindows(series.TimestampsMicros.Span, values, Steps * Plain.Minute, Plain.Minute, withTrend: false);
        using var quantiles = new RollingQuantiles(values, Steps);
        while (windows.MoveNext())
        {
            MomentsAccumulator moments = windows.Moments;
            answer[filled++] = (windows.End - first) / Plain.Minute;
            answer[filled++] = moments.Mean!.Value;
            answer[filled++] = moments.StandardDeviation ?? 0;
            answer[filled++] = moments.Min!.Value;
            answer[filled++] = moments.Max!.Value;
            answer[filled++] = moments.Sum!.Value;
            answer[filled++] = moments.Count;
            if (percentile)
            {
                quantiles.Compute(windows.From, windows.To, [0.95], p95);
                answer[filled++] = p95[0];
            }
        }

        return filled == answer.Length ? answer : answer[..filled];
    }
}
