using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;

namespace Shannon.Analytics.Tests.Support;

/// <summary>Makes test data. What a test does not care about comes from here; what it cares about it sets itself with a <c>with</c> expression.</summary>
internal static class Some
{
    private static readonly string[] Names = ["response_time", "token_usage", "build", "my.metric", "Größe", "x"];
    private static readonly string[] Fields = ["value", "language", "status", "a", "b", "c", "path", "größe", "message", "duration"];
    private static readonly string[] Texts = ["python", "c#", "medium", "", "a longer text with spaces", "ünïcödé 漢字 😀", "line\nbreak\t\"quoted\"\\", "nul\0inside"];

    /// <summary>A fixed moment in UTC with whole microseconds.</summary>
    public static DateTimeOffset Time { get; } = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

    public static CustomMetric Metric(double value = 1) => new("build", value);

    /// <summary>A time within an hour of <see cref="Time"/>; every fourth is one of the latest few, so that ties happen where they matter.</summary>
    public static DateTimeOffset TimeNear(Random random) => Time.AddTicks(random.Next(4) == 0 ? 36_000_000_000 + (random.Next(5) * 10L) : random.NextInt64(-36_000_000_000, 36_000_000_000) / 10 * 10);

    public static T OneOf<T>(Random random, params ReadOnlySpan<T> values) => values[random.Next(values.Length)];

    public static string Text(Random random) => OneOf<string>(random, Texts);

    /// <summary>A finite double of any size, often a round one.</summary>
    public static double Number(Random random) => random.Next(6) switch
    {
        0 => random.Next(-5, 100),
        1 => Math.Round(random.NextDouble() * 1000, 2),
        2 => random.NextDouble(),
        3 => -random.NextDouble() * 1e-12,
        4 => OneOf<double>(random, 0.0, -0.0, double.MaxValue, double.MinValue, double.Epsilon, 1L << 53, 0.1 + 0.2),
        _ => BitConverter.Int64BitsToDouble(random.NextInt64() & 0x7FDF_FFFF_FFFF_FFFF),
    };

    public static AttributeValue Value(Random random) => random.Next(5) switch
    {
        0 => Number(random),
        1 => random.Next(2) == 0,
        2 => AttributeValue.FromJson(OneOf<string>(random, "{}", "[]", "{\"a\":[1,2.50,null],\"b\":\"é\"}", "[true,{\"x\":\"y\\n\"}]")),
        _ => Text(random),
    };

    /// <summary>A typed input of any kind with any of its fields.</summary>
    /// <param name="random">The source.</param>
    /// <param name="withMeasurements">Whether it may have measurements beside those of its type.</param>
    public static MetricInput Input(Random random, bool withMeasurements = true)
    {
        double? Maybe(Func<double> number) => random.Next(2) == 0 ? null : number();
        long? Tokens() => random.Next(2) == 0 ? null : random.Next(10) == 0 ? random.NextInt64(0, 1L << 50) : random.Next(5000);
        MetricInput metric = random.Next(10) switch
        {
            0 => new SessionMetric(OneOf<string>(random, "session_start", "session_end", "session_resume")) { Duration = Maybe(() => Number(random)) },
            1 => new PerformanceMetric(OneOf<string>(random, Names), random.Next(1000) / 8.0) { Unit = OneOf<string?>(random, null, "seconds", "ms", "us", "tokens/s", "minutes") },
            2 => new ResourceMetric { CpuPercent = Maybe(() => Number(random)), MemoryMb = Maybe(() => Number(random)), DiskIoReadMb = Maybe(() => 1), NetworkOutMb = Maybe(() => 2.5) },
            3 => new TokenMetric(OneOf<string>(random, "token_usage", "agent_tokens"))
            {
                PromptTokens = Tokens(),
                CompletionTokens = Tokens(),
                TotalTokens = Tokens(),
                CacheReadTokens = Tokens(),
                CacheCreationTokens = Tokens(),
                CacheCreation5mTokens = Tokens(),
                CacheCreation1hTokens = Tokens(),
                ReasoningTokens = Tokens(),
            },
            4 => new ErrorMetric(OneOf<string>(random, "RateLimitError", "Timeout"))
            {
                Type = OneOf<string>(random, "error", "tool_error"),
                Message = OneOf<string?>(random, null, "Rate limit exceeded", ""),
                Severity = (ErrorSeverity)random.Next(5),
                Recoverable = OneOf<bool?>(random, null, true, false),
            },
            5 => new CustomMetric(OneOf<string>(random, Names), Number(random)),
            6 => new ToolMetric(OneOf<string>(random, "Edit", "Bash")) { ToolUseId = OneOf<string?>(random, null, "toolu_1"), DurationMs = Maybe(() => 12.5), Success = OneOf<bool?>(random, null, true, false), InputBytes = Maybe(() => 10), OutputBytes = Maybe(() => 20) },
            7 => new ApiMetric { Endpoint = OneOf<string?>(random, null, "/v1/messages"), DurationMs = Maybe(() => 234), StatusCode = OneOf<int?>(random, null, 200, 429) },
            8 => Event(random),
            _ => Raw(random),
        };
        metric = Common(random, metric);
        for (int i = random.Next(4); i > 0; i--)
        {
            metric.Attributes["attribute_" + OneOf<string>(random, Fields)] = Value(random);
        }

        for (int i = withMeasurements && random.Next(4) == 0 ? random.Next(1, 4) : 0; i > 0; i--)
        {
            metric.Measurements["measurement_" + OneOf<string>(random, Fields)] = Number(random);
        }

        return metric;
    }

    /// <summary>Sets session, user, project, model, timestamp and cost, or leaves them out.</summary>
    public static MetricInput Common(Random random, MetricInput metric) => metric with
    {
        SessionId = OneOf<string?>(random, null, "s1", "s2", "s3"),
        UserId = OneOf<string?>(random, null, null, null, "ada", "grace"),
        Project = OneOf<string?>(random, null, null, null, "/src/one", "/src/two"),
        Model = OneOf<string?>(random, null, null, null, "opus", "sonnet"),
        Timestamp = TimeNear(random),
        Cost = OneOf<decimal?>(random, null, null, 0.0065m, 0m, -1.25m, 999_999_999.999999999m),
    };

    /// <summary>Columns of every form, dense and sparse.</summary>
    public static ColumnBatch Columns(Random random, int count)
    {
        MetricCategory category = (MetricCategory)random.Next(1, 10);
        var attributes = new List<AttributeColumn>();
        foreach (string name in Fields.Take(random.Next(Fields.Length)))
        {
            attributes.Add(AttributeOf(random, "attribute_" + name, count));
        }

        var measurements = new List<MeasurementColumn>();
        foreach (string name in Fields.Take(random.Next(4)))
        {
            bool sparse = random.Next(2) == 0;
            bool[] present = Make(count, _ => random.Next(3) > 0);
            measurements.Add(new MeasurementColumn(name, Make(count, i => sparse && !present[i] ? double.NaN : Number(random))) { Present = sparse ? present : default });
        }

        return new ColumnBatch
        {
            Count = count,
            Category = category,
            Names = TextOf(random, count, required: true, category == MetricCategory.Session ? ["session_start", "session_end"] : Names)!,
            TimestampsMicros = Make(count, _ => UnixMicros.From(TimeNear(random))),
            Sessions = TextOf(random, count, required: false, "s1", "s2", "s3"),
            Users = TextOf(random, count, required: false, "ada", "grace"),
            Projects = TextOf(random, count, required: false, "/src/one", "/src/two"),
            Models = TextOf(random, count, required: false, "opus", "sonnet"),
            Costs = random.Next(2) == 0 ? default(ReadOnlyMemory<decimal?>) : Make(count, _ => OneOf<decimal?>(random, null, 0.5m, 12.000000001m)),
            Measurements = measurements,
            Attributes = attributes,
        };
    }

    public static T[] Make<T>(int count, Func<int, T> value) => [.. Enumerable.Range(0, count).Select(value)];

    private static AnalyticsEvent Event(Random random)
    {
        var metric = new AnalyticsEvent(OneOf<string>(random, "prompt_execution", "session_start", "session_end", "note"));
        for (int i = random.Next(4); i > 0; i--)
        {
            // Free fields may bear any name that has no property, even one that means something elsewhere.
            metric.Attributes[OneOf<string>(random, "duration", "tokens", "cost", "id", "key", "type", "category", "count", "measurements", "context", "note")] = Value(random);
        }

        return metric;
    }

    private static RawMetric Raw(Random random)
    {
        var raw = new RawMetric((MetricCategory)random.Next(1, 10), OneOf<string>(random, Names));
        for (int i = random.Next(4); i > 0; i--)
        {
            raw.Measurements[OneOf<string>(random, Fields)] = Number(random);
        }

        return raw;
    }

    private static TextValues? TextOf(Random random, int count, bool required, params string[] values)
    {
        string? One() => required || random.Next(3) > 0 ? OneOf<string>(random, values) : null;
        return random.Next(required ? 3 : 4) switch
        {
            0 => TextValues.Constant(OneOf<string>(random, values)),
            1 => TextValues.Of(Make(count, _ => One())),
            2 => TextValues.OfCodes(values, Make(count, _ => random.Next(required ? 0 : -1, values.Length))),
            _ => null,
        };
    }

    private static AttributeColumn AttributeOf(Random random, string name, int count) => random.Next(6) switch
    {
        0 => AttributeColumn.OfNumbers(name, Make(count, _ => Number(random))),
        1 => AttributeColumn.OfValues(name, Make(count, _ => random.Next(2) == 0 ? default : Value(random))),
        2 => AttributeColumn.OfConstant(name, Value(random)),
        3 => AttributeColumn.OfConstant(name, default),
        4 => AttributeColumn.OfText(name, TextValues.OfCodes([.. Texts, null], Make(count, _ => random.Next(-1, Texts.Length + 1)))),
        _ => AttributeColumn.OfText(name, TextValues.Of(Make(count, _ => random.Next(2) == 0 ? null : Text(random)))),
    };
}
