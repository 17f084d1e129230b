using System.Globalization;

namespace Shannon.Analytics.Benchmarks.Macro.Shapes;

/// <summary>
/// Generates what a fleet of agents reports in 30 days: 20 metrics, 500 sessions that last hours to days and overlap, more by day than by night,
/// two rows of a hundred up to 20 seconds late. The first and the last row are of <see cref="Latency"/>, at the very start and in the last microsecond.
/// The same rows on every machine.
/// </summary>
internal static class TelemetryShape
{
    /// <summary>Raised when the rows change, so that no database of an older kind is taken for a current one.</summary>
    public const int Version = 2;

    /// <summary>The days covered.</summary>
    public const int Days = 30;

    /// <summary>The end of the data, in microseconds since 1970.</summary>
    public const long EndMicros = MetricColumns.StartMicros + Days * DayMicros;

    /// <summary>The metric that queries of one metric ask for; its share of the rows is that of the average metric.</summary>
    public const string Latency = "response_time_ms";

    /// <summary>The metric that correlates with <see cref="Latency"/>.</summary>
    public const string Load = "cpu_percent";

    private const long DayMicros = 24L * 3600 * 1_000_000;
    private const long MinuteMicros = 60_000_000;
    private const int Minutes = Days * 24 * 60;
    private const int Sessions = 500;

    // Weight 3 is the average share. Precision as instruments report it: milliseconds or tenths, whole tokens, percents with one decimal.
    private static readonly MetricKind[] Kinds =
    [
        new(Latency, Median: 820, Sigma: 0.7, Decimals: 1, Weight: 3, LoadEffect: 0.5),
        new(Load, 34, 0.4, 1, 3, 0.4),
        new("first_token_ms", 430, 0.5, 0, 4, 0.3),
        new("tool_time_ms", 150, 1.2, 0, 5, 0.2),
        new("queue_time_ms", 12, 1.1, 1, 2, 0.6),
        new("db_time_ms", 7.5, 0.8, 1, 3, 0.3),
        new("network_time_ms", 38, 0.6, 1, 3, 0.2),
        new("render_time_ms", 16, 0.4, 1, 2, 0.1),
        new("input_tokens", 2_800, 1.0, 0, 4, 0),
        new("output_tokens", 380, 1.1, 0, 4, 0),
        new("cache_read_tokens", 42_000, 0.7, 0, 4, 0),
        new("cache_write_tokens", 1_900, 1.0, 0, 3, 0),
        new("thinking_tokens", 900, 1.2, 0, 2, 0),
        new("tokens_per_second_out", 62, 0.3, 1, 4, -0.2),
        new("memory_mb", 910, 0.3, 1, 3, 0.1),
        new("context_percent", 37, 0.5, 1, 4, 0),
        new("gpu_percent", 55, 0.3, 1, 2, 0.3),
        new("cost_microdollars", 5_200, 1.1, 0, 3, 0),
        new("files_changed", 2.2, 0.7, 0, 1, 0),
        new("lines_changed", 24, 1.3, 0, 1, 0),
    ];

    private static readonly string[] Models = ["opus-4-6", "sonnet-4-5", "haiku-4-5", "opus-4-1", "sonnet-4-0"];
    private static readonly string[] Tools = ["bash", "edit", "glob", "grep", "read", "write", "web_fetch", "web_search", "task", "notebook", "todo", "none"];
    private static readonly string[] Regions =
        ["ap-northeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1", "eu-west-1", "sa-east-1", "us-east-1", "us-west-2"];

    /// <summary>Makes the rows.</summary>
    public static TelemetryRows Make(int rows)
    {
        var random = new Random(20260104);
        double[] load = LoadByMinute(random);
        SessionPlan[] sessions = PlanSessions(random);
        byte[] metricByWeight = [.. Kinds.SelectMany((kind, i) => Enumerable.Repeat((byte)i, kind.Weight))];

        var data = new TelemetryRows
        {
            Times = new long[rows],
            Values = new double[rows],
            Metric = new("metric", [.. Kinds.Select(k => k.Name)], new ushort[rows]),
            Session = new("session", [.. sessions.Select(s => s.Id)], new ushort[rows]),
            Model = new("model", Models, new ushort[rows]),
            Project = new("project", [.. Enumerable.Range(1, 40).Select(i => "/home/dev/projects/service-" + i.ToString("00", CultureInfo.InvariantCulture))], new ushort[rows]),
            Tool = new("tool", Tools, new ushort[rows]),
            Region = new("region", Regions, new ushort[rows]),
        };

        int row = 0;
        double reached = 0;
        double total = load.Sum();
        var active = new List<int>();
        for (int minute = 0; minute < Minutes; minute++)
        {
            long start = MetricColumns.StartMicros + minute * MinuteMicros;
            active.Clear();
            for (int s = 0; s < sessions.Length; s++)
            {
                if (sessions[s].Start <= minute && minute < sessions[s].End)
                {
                    active.Add(s);
                }
            }

            reached += load[minute];
            int end = minute == Minutes - 1 ? rows : (int)(reached / total * rows);
            for (int count = end - row, i = 0; i < count; i++, row++)
            {
                long time = start + (long)((i + random.NextDouble()) / count * MinuteMicros);
                data.Times[row] = random.Next(50) == 0 ? Math.Max(MetricColumns.StartMicros, time - random.Next(20_000_000)) : time;
                int metric = metricByWeight[random.Next(metricByWeight.Length)];
                int session = active[random.Next(active.Count)];
                MetricKind kind = Kinds[metric];
                data.Metric.Codes[row] = (ushort)metric;
                data.Session.Codes[row] = (ushort)session;
                data.Model.Codes[row] = sessions[session].Model;
                data.Project.Codes[row] = sessions[session].Project;
                data.Tool.Codes[row] = Skewed(random, Tools.Length);
                data.Region.Codes[row] = sessions[session].Region;

                // Box-Muller; 1 - u keeps the logarithm finite.
                double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                double exponent = kind.Sigma * normal + kind.LoadEffect * (load[minute] - 1);
                data.Values[row] = Math.Round(kind.Median * Math.Exp(exponent), kind.Decimals);
            }
        }

        if (rows > 1)
        {
            data.Metric.Codes[0] = data.Metric.Codes[^1] = 0;
            data.Times[0] = MetricColumns.StartMicros;
            data.Times[^1] = EndMicros - 1;
        }

        return data;
    }

    // A day's wave around 1, and noise that lasts for minutes.
    private static double[] LoadByMinute(Random random)
    {
        var load = new double[Minutes];
        double noise = 0;
        for (int minute = 0; minute < Minutes; minute++)
        {
            noise = 0.9 * noise + 0.12 * (random.NextDouble() - 0.5);
            load[minute] = Math.Max(0.1, 1 + 0.5 * Math.Sin(2 * Math.PI * (minute - 540) / 1440.0) + noise);
        }

        return load;
    }

    // Starts follow each other; some session is always active because the first one of each 20 lasts for days.
    private static SessionPlan[] PlanSessions(Random random)
    {
        var sessions = new SessionPlan[Sessions];
        var bytes = new byte[16];
        for (int i = 0; i < Sessions; i++)
        {
            random.NextBytes(bytes);
            int start = (int)((i + random.NextDouble()) * Minutes / Sessions);
            int length = i % 20 == 0 ? 4 * 1440 : (int)Math.Clamp(300 * Math.Exp(random.NextDouble() * 3 - 1.2), 30, 2 * 1440);
            sessions[i] = new SessionPlan(
                new Guid(bytes).ToString("D"), i == 0 ? 0 : start, start + length, (ushort)Skewed(random, Models.Length), (ushort)random.Next(40), (ushort)Skewed(random, Regions.Length));
        }

        return sessions;
    }

    // The square of a uniform number: the first of four values gets half of the rows.
    private static ushort Skewed(Random random, int count)
    {
        double uniform = random.NextDouble();
        return (ushort)(uniform * uniform * count);
    }

    private sealed record MetricKind(string Name, double Median, double Sigma, int Decimals, int Weight, double LoadEffect);

    private sealed record SessionPlan(string Id, int Start, int End, ushort Model, ushort Project, ushort Region);
}
