using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage;

/// <summary>Random records and queries for the query layer: names of several categories, absent and mixed values, late records, replaced ones, sessions described late.</summary>
internal static class QueryData
{
    /// <summary>Two days around a change of the clock in Berlin (29 March 2026, 01:00 UTC).</summary>
    public static DateTimeOffset Start { get; } = new(2026, 3, 28, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Zones = ["Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "America/New_York", "UTC"];

    public static async Task FillAsync(IMetricStore store, Random random, int batches = 12)
    {
        for (int batch = 0; batch < batches; batch++)
        {
            DateTimeOffset from = Start.AddHours(48.0 * batch / batches);
            switch (random.Next(4))
            {
                case 0:
                    await store.AppendBatchAsync(Some.Make(random.Next(1, 80), _ => Input(random, from)));
                    break;
                case 1:
                    await store.AppendColumnsAsync(OneMetric(random, from, random.Next(1, 400)));
                    break;
                case 2:
                    await store.AppendBatchAsync(Some.Make(random.Next(1, 30), i => Wide(random, from, i)));
                    break;
                default:
                    await store.AppendColumnsAsync(Several(random, from, random.Next(1, 300)));
                    break;
            }

            if (random.Next(3) == 0)
            {
                await store.AppendAsync(new SessionMetric("session_start") { SessionId = "s" + random.Next(6), UserId = Maybe(random, "ada", "grace"), Project = Maybe(random, "/one"), Model = Maybe(random, "opus"), Timestamp = from });
            }
        }
    }

    /// <summary>So many records of a few metrics that they get segments of their own, with rollups.</summary>
    public static async Task FillDenselyAsync(IMetricStore store, Random random)
    {
        for (int hour = 0; hour < 24; hour += 4)
        {
            await store.AppendColumnsAsync(OneMetric(random, Start.AddHours(hour), 4000));
            await store.AppendColumnsAsync(Several(random, Start.AddHours(hour), 1500) with { Keys = TextValues.Of(Some.Make(1500, row => row % 200 == 0 ? "key" + random.Next(150) : null)) });
        }
    }

    /// <summary>One metric over two days.</summary>
    public static ColumnBatch Many(Random random, int count)
    {
        ColumnBatch few = OneMetric(random, Start, count);
        return few with { TimestampsMicros = Some.Make(count, i => UnixMicros.From(Start) + (i * (172_800_000_000 / count))) };
    }

    /// <summary>Two metrics over a day by forty sessions, on which project, model and a region hang.</summary>
    public static ColumnBatch ManySessions(Random random, int count)
    {
        int[] sessions = Some.Make(count, _ => random.Next(40));
        return OneMetric(random, Start, count) with
        {
            Names = TextValues.OfCodes(["latency", "size"], Some.Make(count, _ => random.Next(2))),
            TimestampsMicros = Some.Make(count, i => UnixMicros.From(Start) + (i * (86_000_000_000 / count)) - (random.Next(20) == 0 ? random.Next(10_000_000) : 0)),
            Sessions = TextValues.OfCodes(Some.Make(40, i => "s" + i), sessions),
            Projects = TextValues.OfCodes(["/one", "/two", "/three"], Array.ConvertAll(sessions, session => session % 3)),
            Models = TextValues.OfCodes(["opus", "sonnet"], Array.ConvertAll(sessions, session => session % 5 == 0 ? -1 : session % 2)),
            Measurements =
            [
                new MeasurementColumn("value", Some.Make(count, _ => Number(random))),
                new MeasurementColumn("extra", Some.Make(count, _ => random.NextDouble())) { Present = Some.Make(count, _ => random.Next(4) == 0) },
            ],
            Attributes =
            [
                AttributeColumn.OfText("language", TextValues.OfCodes(["python", "go", "rust"], Some.Make(count, _ => random.Next(-1, 3)))),
                AttributeColumn.OfText("region", TextValues.OfCodes(["eu", "us"], Array.ConvertAll(sessions, session => session / 20))),
                AttributeColumn.OfValues("mixed", Some.Make(count, i => i % 3 == 0 ? AttributeValue.Of(i) : i % 3 == 1 ? AttributeValue.Of("x") : default)),
            ],
        };
    }

    public static AggregateQuery ApproximateQuery(Random random)
    {
        AggregateQuery query = Query(random);
        string?[] selectors = [null, "latency", "size", "latency.extra", "latency.value", "custom"];
        DateTimeOffset one = Start.AddMinutes(random.Next(2880));
        DateTimeOffset other = Start.AddMinutes(random.Next(2880));
        return new AggregateQuery
        {
            Functions = ["avg", "sum", "min", "max", "count", "std", "p50", "p95", "p100"],
            Bucket = query.Bucket,
            GroupBy = Some.OneOf<GroupKey[]>(random, [], [], [GroupKey.Name], [GroupKey.Category, GroupKey.Name]),
            Selector = Some.OneOf<string?>(random, selectors) is { } selector ? Selector.Parse(selector) : null,
            Range = random.Next(2) == 0 ? default : new TimeRange(one < other ? one : other, random.Next(3) == 0 ? null : one < other ? other : one),
            Precision = QueryPrecision.Approximate,
        };
    }

    public static AggregateQuery Query(Random random)
    {
        AggregateFunction[] all = ["avg", "sum", "min", "max", "count", "std", "first", "last", "rate", "distinct", "p50", "p95", "p99.9", "p0", "p100"];
        random.Shuffle(all);
        TimeBucket? bucket = random.Next(10) switch
        {
            0 => TimeBucket.Day,
            1 => TimeBucket.Week,
            2 => TimeBucket.Month,
            3 => Some.OneOf<TimeBucket>(random, TimeBucket.Quarter, TimeBucket.Year),
            4 or 5 => TimeBucket.Hour,
            6 => TimeBucket.Of(TimeSpan.FromMinutes(Some.OneOf<int>(random, 15, 90, 360, 5, 1440 * 2))),
            _ => null,
        };
        GroupKey[] keys = [GroupKey.Session, GroupKey.User, GroupKey.Project, GroupKey.Model, GroupKey.Name, GroupKey.Category, GroupKey.Attribute("language"), GroupKey.Attribute("level"), GroupKey.Attribute("flag"), GroupKey.Attribute("mixed"), GroupKey.Attribute("wide_7"), GroupKey.Attribute("wide_40"), GroupKey.Attribute("absent")];
        random.Shuffle(keys);
        return Narrow(random, new AggregateQuery
        {
            Functions = all[..random.Next(1, all.Length)],
            Bucket = bucket is null ? null : bucket with { Zone = TimeZoneInfo.FindSystemTimeZoneById(Some.OneOf<string>(random, Zones)) },
            GroupBy = keys[..Math.Max(0, random.Next(-2, 4))],
        });
    }

    /// <summary>Adds random conditions.</summary>
    public static T Narrow<T>(Random random, T query)
        where T : RecordPredicate
    {
        TValue? Rarely<TValue>(Func<TValue> value) => random.Next(6) == 0 ? value() : default;
        DateTimeOffset one = Start.AddMinutes(random.Next(2880));
        DateTimeOffset other = Start.AddMinutes(random.Next(2880));
        return query with
        {
            SessionId = Rarely(() => Some.OneOf<string>(random, "s1", "s2", "nobody")),
            UserId = Rarely(() => Some.OneOf<string>(random, "ada", "grace", "nobody")),
            Project = Rarely(() => Some.OneOf<string>(random, "/one", "/two")),
            Model = Rarely(() => Some.OneOf<string>(random, "opus", "sonnet")),
            Category = random.Next(10) == 0 ? (MetricCategory)random.Next(1, 10) : null,
            Selector = random.Next(2) == 0 ? null : Selector.Parse(Some.OneOf<string>(random, "all", "latency", "latency", "latency.value", "token", "token_usage", "token_usage.prompt_tokens", "custom", "tool", "absent", "latency.extra")),
            Range = random.Next(3) > 0 ? default : new TimeRange(one < other ? one : other, random.Next(3) == 0 ? null : one < other ? other : one),
            Attributes = Rarely(() => new AttributeSet { [Some.OneOf<string>(random, "language", "level", "flag", "mixed", "wide_40")] = Some.OneOf<AttributeValue>(random, "python", 5, true, "5", AttributeValue.FromJson("[1]")) }),
            Measurements = random.Next(6) == 0 ? [new MeasurementRange(Some.OneOf<string?>(random, null, "value", "prompt_tokens"), random.Next(3) == 0 ? null : 10, random.Next(3) == 0 ? null : 60)] : [],
            ExcludeFailed = random.Next(8) == 0,
        };
    }

    private static double Number(Random random) => random.Next(-200, 1000) / 8.0;

    private static string? Maybe(Random random, params string[] values) => random.Next(2) == 0 ? null : values[random.Next(values.Length)];

    private static DateTimeOffset Time(Random random, DateTimeOffset from) => random.Next(12) switch
    {
        0 => Start.AddMinutes(random.Next(2880)),
        1 => from,
        _ => from.AddTicks(random.NextInt64(TimeSpan.FromHours(4).Ticks / 10) * 10),
    };

    private static MetricInput Input(Random random, DateTimeOffset from)
    {
        MetricInput metric = random.Next(7) switch
        {
            0 => new TokenMetric { PromptTokens = random.Next(2) == 0 ? null : random.Next(100), CompletionTokens = random.Next(3) == 0 ? null : random.Next(100) },
            1 => new ToolMetric("Edit") { DurationMs = random.Next(3) == 0 ? null : random.Next(100), Success = random.Next(2) == 0 },
            2 => new ErrorMetric("Timeout"),
            3 => new PerformanceMetric("latency", Number(random)),
            4 => new AnalyticsEvent("note") { ["value"] = random.Next(100) },
            5 => new ResourceMetric { CpuPercent = random.Next(100), MemoryMb = 5 },
            _ => new CustomMetric("latency", Number(random)),
        };
        metric = metric with
        {
            SessionId = Maybe(random, "s1", "s2", "s3", "s4"),
            UserId = random.Next(4) == 0 ? "grace" : null,
            Project = random.Next(5) == 0 ? "/two" : null,
            Model = random.Next(5) == 0 ? "sonnet" : null,
            Timestamp = Time(random, from),
            Cost = random.Next(3) == 0 ? random.Next(1_000_000) / 1e9m : null,
            Key = random.Next(3) == 0 ? new RecordKey("key" + random.Next(150), random.Next(100)) : null,
        };
        Attribute(random, metric, "language", "python", "c#", "");
        Attribute(random, metric, "level", 5, 5.5, -0.0, 0.0);
        Attribute(random, metric, "flag", true, false);
        Attribute(random, metric, "mixed", "5", 5, true, AttributeValue.FromJson("[1]"));
        return metric;
    }

    private static MetricInput Wide(Random random, DateTimeOffset from, int row)
    {
        var metric = new CustomMetric("latency", Number(random)) { Timestamp = Time(random, from) };
        for (int i = 0; i < 45; i++)
        {
            if (row % 5 != i % 4)
            {
                metric.Attributes["wide_" + i] = i % 3 == 0 ? "x" + random.Next(3) : AttributeValue.Of(random.Next(3));
                metric.Measurements["measured_" + i] = i;
            }
        }

        metric.Measurements["extra"] = Number(random);
        return metric;
    }

    private static ColumnBatch OneMetric(Random random, DateTimeOffset from, int count)
    {
        long step = 4L * 3_600_000_000 / count;
        return new ColumnBatch
        {
            Count = count,
            Category = MetricCategory.Custom,
            Names = TextValues.Constant("latency"),
            TimestampsMicros = Some.Make(count, i => UnixMicros.From(from) + (i * step)),
            Sessions = TextValues.OfCodes(["s1", "s2", "s5"], Some.Make(count, _ => random.Next(-1, 3))),
            Measurements = [new MeasurementColumn("value", Some.Make(count, _ => Number(random)))],
            Costs = random.Next(2) == 0 ? default(ReadOnlyMemory<decimal?>) : Some.Make(count, _ => random.Next(2) == 0 ? random.NextInt64(5_000_000_000) / 1e9m : (decimal?)null),
            Attributes = [AttributeColumn.OfText("language", TextValues.OfCodes(["python", "go", "rust"], Some.Make(count, _ => random.Next(-1, 3)))), AttributeColumn.OfNumbers("level", Some.Make(count, _ => (double)random.Next(4)))],
        };
    }

    private static ColumnBatch Several(Random random, DateTimeOffset from, int count) => OneMetric(random, from, count) with
    {
        Names = TextValues.OfCodes(["latency", "size", "depth"], Some.Make(count, _ => random.Next(3))),
        Measurements =
        [
            new MeasurementColumn("value", Some.Make(count, _ => Number(random))) { Present = Some.Make(count, _ => random.Next(4) > 0) },
            new MeasurementColumn("extra", Some.Make(count, _ => Number(random))) { Present = Some.Make(count, _ => random.Next(4) == 0) },
        ],
        Keys = TextValues.Of(Some.Make(count, _ => random.Next(6) == 0 ? "key" + random.Next(150) : null)),
        KeyRanks = Some.Make(count, _ => (long)random.Next(100)),
    };

    private static void Attribute(Random random, MetricInput metric, string name, params ReadOnlySpan<AttributeValue> values)
    {
        if (random.Next(3) > 0)
        {
            metric.Attributes[name] = values[random.Next(values.Length)];
        }
    }
}
