using System.Globalization;

namespace Shannon.Analytics.Benchmarks.Macro.Shapes;

/// <summary>Deterministic generators of test data: the same rows on every machine.</summary>
internal static class MetricShapes
{
    private const long ThirtyDaysMicros = 30L * 24 * 3600 * 1_000_000;

    private static readonly string[] Languages = ["csharp", "go", "java", "python", "rust", "typescript"];
    private static readonly string[] Complexities = ["high", "low", "medium"];
    private static readonly string[] Regions =
        ["ap-northeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1", "eu-west-1", "sa-east-1", "us-east-1", "us-west-2"];

    private static readonly string[] Statuses = ["cancelled", "error", "retried", "success", "timeout"];

    /// <summary>
    /// One measurement: 30 days, 20 metrics, 500 sessions, a value with 3 decimals, attributes language (6),
    /// complexity (3), region (8), status (5).
    /// </summary>
    public static MetricColumns Narrow(int rows)
    {
        var random = new Random(20260101);
        string[] names = Numbered("metric_", 20);
        string[] sessions = Numbered("session-", 500);
        return new MetricColumns
        {
            TimesMicros = Times(random, rows),
            Names = Pick(random, names, rows),
            Sessions = Pick(random, sessions, rows),
            Measurements = [LogNormal(random, "value", rows, median: 120, sigma: 0.8, decimals: 3)],
            Attributes =
            [
                new("language", PickSkewed(random, Languages, rows)),
                new("complexity", PickSkewed(random, Complexities, rows)),
                new("region", PickSkewed(random, Regions, rows)),
                new("status", PickSkewed(random, Statuses, rows)),
            ],
        };
    }

    /// <summary>
    /// What an agent host writes per response: 12 kinds of record, six measurements with 1 to 3 decimals, five attributes
    /// with 3, 10, 50, 200 and 1,000 values, 500 sessions named by GUID strings.
    /// </summary>
    public static MetricColumns Real(int rows)
    {
        var random = new Random(20260102);
        string[] names = Numbered("record_kind_", 12);
        string[] sessions = Guids(random, 500);
        return new MetricColumns
        {
            TimesMicros = Times(random, rows),
            Names = PickSkewed(random, names, rows),
            Sessions = Pick(random, sessions, rows),
            Measurements =
            [
                LogNormal(random, "duration_ms", rows, median: 2_500, sigma: 0.9, decimals: 1),
                LogNormal(random, "first_token_ms", rows, median: 450, sigma: 0.5, decimals: 1),
                LogNormal(random, "tokens_per_second", rows, median: 60, sigma: 0.4, decimals: 2),
                LogNormal(random, "cost_cents", rows, median: 1.8, sigma: 1.1, decimals: 3),
                LogNormal(random, "context_percent", rows, median: 35, sigma: 0.5, decimals: 2),
                LogNormal(random, "cpu_percent", rows, median: 12, sigma: 0.7, decimals: 1),
            ],
            Attributes =
            [
                new("status", PickSkewed(random, Numbered("status_", 3), rows)),
                new("model", PickSkewed(random, Numbered("claude-model-", 10), rows)),
                new("tool", PickSkewed(random, Numbered("tool_", 50), rows)),
                new("user", PickSkewed(random, Numbered("user-", 200), rows)),
                new("project", PickSkewed(random, Numbered("/home/dev/projects/project-", 1_000), rows)),
            ],
        };
    }

    /// <summary>As <see cref="Real"/>, of a small host: 50,000 rows in 90 days, and sessions that follow each other, a few at a time.</summary>
    public static MetricColumns SmallHost()
    {
        const int rows = 50_000;
        const int sessions = 500;
        const int atATime = 4;
        MetricColumns real = Real(rows);
        string[] names = [.. real.Sessions.Distinct(StringComparer.Ordinal)];
        var random = new Random(20260105);
        return real with
        {
            TimesMicros = [.. real.TimesMicros.Select(time => MetricColumns.StartMicros + (time - MetricColumns.StartMicros) * 3)],
            Sessions = [.. Enumerable.Range(0, rows).Select(row => names[Math.Min(sessions - 1, (int)((long)row * sessions / rows) + random.Next(atATime))])],
        };
    }

    // Spread evenly over 30 days with jitter inside each step: ascending, at microsecond precision.
    private static long[] Times(Random random, int rows)
    {
        var times = new long[rows];
        double step = (double)ThirtyDaysMicros / rows;
        for (int i = 0; i < rows; i++)
        {
            times[i] = MetricColumns.StartMicros + (long)((i + random.NextDouble()) * step);
        }

        return times;
    }

    private static NamedColumn<double> LogNormal(
        Random random, string name, int rows, double median, double sigma, int decimals)
    {
        var values = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            // Box-Muller; 1 - u keeps the logarithm finite.
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            values[i] = Math.Round(median * Math.Exp(sigma * normal), decimals);
        }

        return new NamedColumn<double>(name, values);
    }

    private static string[] Pick(Random random, string[] pool, int rows)
    {
        var picked = new string[rows];
        for (int i = 0; i < rows; i++)
        {
            picked[i] = pool[random.Next(pool.Length)];
        }

        return picked;
    }

    // The square of a uniform number: the first of four values gets half of the rows.
    private static string[] PickSkewed(Random random, string[] pool, int rows)
    {
        var picked = new string[rows];
        for (int i = 0; i < rows; i++)
        {
            double uniform = random.NextDouble();
            picked[i] = pool[(int)(uniform * uniform * pool.Length)];
        }

        return picked;
    }

    private static string[] Numbered(string prefix, int count) =>
        [.. Enumerable.Range(1, count).Select(i => prefix + i.ToString("000", CultureInfo.InvariantCulture))];

    private static string[] Guids(Random random, int count)
    {
        var guids = new string[count];
        var bytes = new byte[16];
        for (int i = 0; i < count; i++)
        {
            random.NextBytes(bytes);
            guids[i] = new Guid(bytes).ToString("D");
        }

        return guids;
    }
}
