using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Queries;

/// <summary>
/// Pearson's and Spearman's correlation of two metrics at minute means. Means are rounded to 9 decimals, so that the order of summation does not decide
/// which of them are ties.
/// </summary>
internal sealed class CorrelationQuery : TelemetryQuery
{
    private const string Correlate =
        "SELECT corr(j.x, j.y), corr(rx.r, ry.r), count(*)::DOUBLE FROM j JOIN rx USING (x) JOIN ry USING (y)";

    private const string RankByGroups =
        "rx AS (SELECT x, sum(c) OVER (ORDER BY x) - (c - 1) / 2.0 AS r FROM (SELECT x, count(*) AS c FROM j GROUP BY x)), ry AS (SELECT y, sum(c) OVER (ORDER BY y) - (c - 1) / 2.0 AS r FROM (SELECT y, count(*) AS c FROM j GROUP BY y))";

    private const string RankByWindows =
        "SELECT x, y, rank() OVER (ORDER BY x) + (count(*) OVER (PARTITION BY x) - 1) / 2.0 AS rx, rank() OVER (ORDER BY y) + (count(*) OVER (PARTITION BY y) - 1) / 2.0 AS ry FROM j";

    private static readonly string Joined =
        $"a AS (SELECT {Sql.DuckDbMinute} AS m, round(avg(value), 9) AS x FROM {Sql.DuckDbLatency} GROUP BY m), b AS (SELECT {Sql.DuckDbMinute} AS m, round(avg(value), 9) AS y FROM records WHERE metric = '{TelemetryShape.Load}' GROUP BY m), j AS MATERIALIZED (SELECT x, y FROM a JOIN b USING (m))";

    private static readonly string Filtered =
        $"j AS MATERIALIZED (SELECT round(avg(value) FILTER (metric = '{TelemetryShape.Latency}'), 9) AS x, round(avg(value) FILTER (metric = '{TelemetryShape.Load}'), 9) AS y FROM records WHERE metric IN ('{TelemetryShape.Latency}', '{TelemetryShape.Load}') GROUP BY {Sql.DuckDbMinute} HAVING x IS NOT NULL AND y IS NOT NULL)";

    /// <inheritdoc />
    public override string Name => "query-correlation";

    /// <inheritdoc />
    public override string Description => "Pearson's and Spearman's correlation of two metrics at minute means over 30 days";

    /// <inheritdoc />
    public override double Bar => 0.2;

    /// <inheritdoc />
    public override IReadOnlyList<string> DuckDb { get; } =
    [
        $"WITH {Joined}, {RankByGroups} {Correlate}",
        $"WITH {Filtered}, {RankByGroups} {Correlate}",
        $"WITH {Joined} SELECT corr(x, y), corr(rx, ry), count(*)::DOUBLE FROM ({RankByWindows})",
        $"WITH {Filtered} SELECT corr(x, y), corr(rx, ry), count(*)::DOUBLE FROM ({RankByWindows})",
    ];

    /// <inheritdoc />
    public override string Sqlite { get; } =
        $"""
        WITH a AS (SELECT {Sql.SqliteMinute} AS m, round(avg(value), 9) AS x FROM records WHERE metric = 0 GROUP BY m),
        b AS (SELECT {Sql.SqliteMinute} AS m, round(avg(value), 9) AS y FROM records WHERE metric = 1 GROUP BY m),
        j AS MATERIALIZED (SELECT x, y FROM a JOIN b USING (m)),
        k AS MATERIALIZED ({RankByWindows}),
        c AS (SELECT avg(x) AS mx, avg(y) AS my, avg(rx) AS mrx, avg(ry) AS mry FROM k)
        SELECT sum((x - mx) * (y - my)) / sqrt(sum((x - mx) * (x - mx)) * sum((y - my) * (y - my))),
        sum((rx - mrx) * (ry - mry)) / sqrt(sum((rx - mrx) * (rx - mrx)) * sum((ry - mry) * (ry - mry))), count(*) FROM k, c
        """;

    /// <inheritdoc />
    public override async Task<Func<double[]>> AskAsync(SqliteStore store, TelemetryRows rows)
    {
        Series latency = await store.ReadSeriesAsync(new SeriesQuery { Selector = Selector.Of(TelemetryShape.Latency), IsLent = true });
        Series load = await store.ReadSeriesAsync(new SeriesQuery { Selector = Selector.Of(TelemetryShape.Load), IsLent = true });
        (double[] x, double[] y) = CommonMinutes(latency, load);
        latency.Return();
        load.Return();
        double pearson = Correlation.Pearson(x, y)!.Value;
        double spearman = Correlation.Spearman(x, y)!.Value;
        return () => [pearson, spearman, x.Length];
    }

    /// <inheritdoc />
    public override double[] Compute(TelemetryRows rows)
    {
        SortedDictionary<long, List<double>> Minutes(string name) =>
            Plain.Group(rows, Plain.MetricOf(rows, name), row => Plain.Bucket(rows, row, Plain.Minute));

        SortedDictionary<long, List<double>> latency = Minutes(TelemetryShape.Latency);
        SortedDictionary<long, List<double>> load = Minutes(TelemetryShape.Load);
        long[] common = [.. latency.Keys.Where(load.ContainsKey)];
        double[] x = [.. common.Select(minute => Rounded(latency[minute].Average()))];
        double[] y = [.. common.Select(minute => Rounded(load[minute].Average()))];
        return [Plain.Correlation(x, y), Plain.Correlation(Plain.Ranks(x), Plain.Ranks(y)), x.Length];
    }

    // Means of the minutes in which both have values.
    private static (double[] X, double[] Y) CommonMinutes(Series x, Series y)
    {
        var xs = new List<double>(TelemetryShape.Days * 1440);
        var ys = new List<double>(TelemetryShape.Days * 1440);
        int j = 0;
        for (int i = 0; i < x.Count;)
        {
            long minute = x.TimestampsMicros.Span[i] / Plain.Minute;
            double mean = Mean(x, ref i, minute);
            while (j < y.Count && y.TimestampsMicros.Span[j] / Plain.Minute < minute)
            {
                j++;
            }

            if (j < y.Count && y.TimestampsMicros.Span[j] / Plain.Minute == minute)
            {
                xs.Add(mean);
                ys.Add(Mean(y, ref j, minute));
            }
        }

        return ([.. xs], [.. ys]);
    }

    private static double Mean(Series series, ref int next, long minute)
    {
        ReadOnlySpan<long> times = series.TimestampsMicros.Span;
        ReadOnlySpan<double> values = series.Values.Span;
        double sum = 0;
        int start = next;
        for (long end = (minute + 1) * Plain.Minute; next < times.Length && times[next] < end; next++)
        {
            sum += values[next];
        }

        return Rounded(sum / (next - start));
    }

    private static double Rounded(double mean) => Math.Round(mean, 9);
}
