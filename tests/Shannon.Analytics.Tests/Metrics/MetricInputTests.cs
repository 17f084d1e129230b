using Shannon.Analytics.Metrics;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Metrics;

/// <summary>What each typed input hands to its visitor, which is what is stored.</summary>
public class MetricInputTests
{
    [Fact]
    public void Session_Duration_IsItsOnlyMeasurement()
    {
        var metric = new SessionMetric("session_end") { Duration = 12.5 };
        Check(metric, MetricCategory.Session, "session_end", new() { ["duration"] = 12.5 }, []);
        Check(new SessionMetric(), MetricCategory.Session, "session_start", [], []);
    }

    [Theory]
    [InlineData(null, 1500, 1500)]
    [InlineData("seconds", 1.5, 1.5)]
    [InlineData("s", 1.5, 1.5)]
    [InlineData("ms", 1500, 1.5)]
    [InlineData("milliseconds", 1500, 1.5)]
    [InlineData("us", 1_500_000, 1.5)]
    [InlineData("µs", 1_500_000, 1.5)]
    [InlineData("nanoseconds", 1.5e9, 1.5)]
    [InlineData("min", 0.5, 30)]
    [InlineData("hours", 2, 7200)]
    public void Performance_UnitOfTime_IsStoredInSeconds(string? unit, double value, double seconds) =>
        Check(new PerformanceMetric("response_time", value) { Unit = unit }, MetricCategory.Performance, "response_time", new() { ["value"] = seconds }, []);

    [Fact]
    public void Performance_OtherUnit_IsKeptAsAttribute() =>
        Check(new PerformanceMetric("speed", 80) { Unit = "tokens/s" }, MetricCategory.Performance, "speed", new() { ["value"] = 80 }, new() { ["unit"] = "tokens/s" });

    [Fact]
    public void Resource_EveryProperty_IsAMeasurementInTheSpecificationsOrder()
    {
        var metric = new ResourceMetric { CpuPercent = 45.2, MemoryMb = 512.5, DiskIoReadMb = 10.5, DiskIoWriteMb = 5.2, NetworkInMb = 2.1, NetworkOutMb = 1.5 };
        CollectingVisitor visited = CollectingVisitor.Of(metric);
        Assert.Equal(["cpu_percent", "memory_mb", "disk_io_read_mb", "disk_io_write_mb", "network_in_mb", "network_out_mb"], visited.Measurements.Keys);
        Assert.Equal([45.2, 512.5, 10.5, 5.2, 2.1, 1.5], visited.Measurements.Values);
        Check(new ResourceMetric { MemoryMb = 1 }, MetricCategory.Resource, "resource_usage", new() { ["memory_mb"] = 1 }, []);
    }

    [Fact]
    public void Token_NoTotal_IsTheSumOfItsParts() =>
        Check(
            new TokenMetric { PromptTokens = 150, CompletionTokens = 500, CacheReadTokens = 1000, CacheCreationTokens = 20, ReasoningTokens = 300 },
            MetricCategory.Token,
            "token_usage",
            new() { ["prompt_tokens"] = 150, ["completion_tokens"] = 500, ["cache_read_tokens"] = 1000, ["cache_creation_tokens"] = 20, ["reasoning_tokens"] = 300, ["total_tokens"] = 1670 },
            []);

    [Fact]
    public void Token_GivenTotal_WinsOverTheSum() =>
        Assert.Equal(700, CollectingVisitor.Of(new TokenMetric { PromptTokens = 150, CompletionTokens = 500, TotalTokens = 700 }).Measurements["total_tokens"]);

    [Fact]
    public void Token_CacheCreationByDuration_AddsUpAndCountsOnce()
    {
        Dictionary<string, double> visited = CollectingVisitor.Of(new TokenMetric { PromptTokens = 1, CacheCreation5mTokens = 10, CacheCreation1hTokens = 20 }).Measurements;
        Assert.Equal(30, visited["cache_creation_tokens"]);
        Assert.Equal(31, visited["total_tokens"]);
        Dictionary<string, double> both = CollectingVisitor.Of(new TokenMetric { CacheCreationTokens = 50, CacheCreation5mTokens = 10 }).Measurements;
        Assert.Equal(50, both["total_tokens"]);
    }

    [Fact]
    public void Token_NoParts_HasNoTotal() => Assert.Empty(CollectingVisitor.Of(new TokenMetric()).Measurements);

    [Fact]
    public void Token_PartsBeyondLong_SumWithoutOverflow() =>
        Assert.Equal(2 * (double)long.MaxValue, CollectingVisitor.Of(new TokenMetric { PromptTokens = long.MaxValue, CompletionTokens = long.MaxValue }).Measurements["total_tokens"]);

    [Fact]
    public void Error_CountsOneAndKeepsItsProperties() =>
        Check(
            new ErrorMetric("RateLimitError") { Message = "Rate limit exceeded", Severity = ErrorSeverity.Warning, Recoverable = true },
            MetricCategory.Error,
            "error",
            new() { ["count"] = 1 },
            new() { ["error_type"] = "RateLimitError", ["message"] = "Rate limit exceeded", ["severity"] = "warning", ["recoverable"] = true });

    [Theory]
    [InlineData(ErrorSeverity.Debug, "debug")]
    [InlineData(ErrorSeverity.Info, "info")]
    [InlineData(ErrorSeverity.Warning, "warning")]
    [InlineData(ErrorSeverity.Error, "error")]
    [InlineData(ErrorSeverity.Critical, "critical")]
    public void Error_Severity_IsItsWord(ErrorSeverity severity, string word)
    {
        Assert.Equal(word, CollectingVisitor.Of(new ErrorMetric("x") { Severity = severity }).Attributes["severity"].Text);
        Assert.True(ErrorMetric.TryParseSeverity(word, out ErrorSeverity parsed));
        Assert.Equal(severity, parsed);
    }

    [Fact]
    public void Custom_Value_AndDimensionsOfAnyKind() =>
        Check(
            new CustomMetric("code_quality_score", 85.5) { Attributes = { ["language"] = "python", ["lines_of_code"] = 250, ["reviewed"] = false } },
            MetricCategory.Custom,
            "code_quality_score",
            new() { ["value"] = 85.5 },
            new() { ["language"] = "python", ["lines_of_code"] = 250, ["reviewed"] = false });

    [Fact]
    public void Tool_EveryProperty_IsStored() =>
        Check(
            new ToolMetric("Edit") { ToolUseId = "t1", DurationMs = 12, Success = false, InputBytes = 1, OutputBytes = 2 },
            MetricCategory.Tool,
            "tool_use",
            new() { ["duration_ms"] = 12, ["input_bytes"] = 1, ["output_bytes"] = 2 },
            new() { ["tool_name"] = "Edit", ["tool_use_id"] = "t1", ["success"] = false });

    [Fact]
    public void Api_EveryProperty_IsStored() =>
        Check(
            new ApiMetric { Endpoint = "/v1/messages", DurationMs = 234, StatusCode = 200 },
            MetricCategory.Api,
            "api_call",
            new() { ["duration_ms"] = 234 },
            new() { ["endpoint"] = "/v1/messages", ["status_code"] = 200 });

    [Fact]
    public void Event_NumbersBecomeMeasurements_TheRestAttributes() =>
        Check(
            new AnalyticsEvent("prompt_execution") { ["duration"] = 1.5, ["tokens"] = 200, ["cached"] = true, ["tool"] = "Edit", ["absent"] = default },
            MetricCategory.Event,
            "prompt_execution",
            new() { ["duration"] = 1.5, ["tokens"] = 200 },
            new() { ["cached"] = true, ["tool"] = "Edit" });

    [Theory]
    [InlineData("session_id", "SessionId")]
    [InlineData("user", "UserId")]
    [InlineData("user_id", "UserId")]
    [InlineData("project", "Project")]
    [InlineData("cwd", "Project")]
    [InlineData("project_path", "Project")]
    [InlineData("model", "Model")]
    [InlineData("timestamp", "Timestamp")]
    [InlineData("event", "Event")]
    public void Event_FieldThatHasAProperty_IsRefusedNamingIt(string field, string property)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new AnalyticsEvent { [field] = "x" });
        Assert.Contains(property, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Event_AbsentField_ReadsAsNone() => Assert.Equal(default, new AnalyticsEvent()["nothing"]);

    [Fact]
    public void Raw_JustWhatIsSet_IsStored() =>
        Check(
            new RawMetric(MetricCategory.Tool, "x") { Measurements = { ["m"] = 1 }, Attributes = { ["a"] = 2, ["none"] = default } },
            MetricCategory.Tool,
            "x",
            new() { ["m"] = 1 },
            new() { ["a"] = 2 });

    [Fact]
    public void Accept_OwnFieldsFirst_ThenMeasurementsThenAttributes()
    {
        var metric = new ErrorMetric("x") { Measurements = { ["extra"] = 5 }, Attributes = { ["mine"] = "y" } };
        CollectingVisitor visited = CollectingVisitor.Of(metric);
        Assert.Equal(["count", "extra"], visited.Measurements.Keys);
        Assert.Equal(["error_type", "severity", "mine"], visited.Attributes.Keys);
    }

    private static void Check(MetricInput metric, MetricCategory category, string name, Dictionary<string, double> measurements, Dictionary<string, AttributeValue> attributes)
    {
        CollectingVisitor visited = CollectingVisitor.Of(metric);
        Assert.Equal(category, metric.Category);
        Assert.Equal(name, metric.Name);
        Assert.Equal(measurements, visited.Measurements);
        Assert.Equal(attributes, visited.Attributes);
    }
}
