using System.Text.Json;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Metrics;

/// <summary>The JSON of the functional specification, its aliases, and what is refused.</summary>
public class MetricJsonParseTests
{
    [Fact]
    public void Parse_SessionStart_MetadataDescribesTheSession()
    {
        SessionMetric metric = Parse<SessionMetric>("""
            {"session_id":"s","type":"session_start","timestamp":"2026-03-14T15:09:26Z","metadata":{"model":"claude-3-opus-20240229","user":"test_user","project":"test_project","shell":"bash"}}
            """);
        Assert.Equal(
            new SessionMetric { SessionId = "s", Timestamp = Some.Time, Model = "claude-3-opus-20240229", UserId = "test_user", Project = "test_project", Attributes = { ["shell"] = "bash" } },
            metric);
    }

    [Fact]
    public void Parse_ResponseTime_ContextBecomesAttributes()
    {
        PerformanceMetric metric = Parse<PerformanceMetric>("""
            {"session_id":"s","type":"response_time","value":1.234,"unit":"seconds","context":{"prompt_length":150,"response_length":500,"streaming":true}}
            """);
        Assert.Equal(1.234, CollectingVisitor.Of(metric).Measurements["value"]);
        Assert.Equal(new AttributeSet { ["prompt_length"] = 150, ["response_length"] = 500, ["streaming"] = true }, metric.Attributes);
    }

    [Theory]
    [InlineData("""{"type":"response_time","value":1500,"unit":"ms"}""")]
    [InlineData("""{"type":"response_time","value":1500,"unit":"milliseconds"}""")]
    [InlineData("""{"type":"response_time","duration_ms":1500}""")]
    [InlineData("""{"type":"response_time","duration":1.5}""")]
    [InlineData("""{"type":"response_time","value":1.5}""")]
    public void Parse_ResponseTimeInAnyUnit_IsStoredInSeconds(string json) =>
        Assert.Equal(new Dictionary<string, double> { ["value"] = 1.5 }, CollectingVisitor.Of(MetricJson.Parse(json)).Measurements);

    [Fact]
    public void Parse_ResourceUsage_HasSixMeasurements()
    {
        MetricInput metric = MetricJson.Parse("""
            {"session_id":"s","type":"resource_usage","cpu_percent":45.2,"memory_mb":512.5,"disk_io_read_mb":10.5,"disk_io_write_mb":5.2,"network_in_mb":2.1,"network_out_mb":1.5}
            """);
        Assert.Equal([45.2, 512.5, 10.5, 5.2, 2.1, 1.5], CollectingVisitor.Of(metric).Measurements.Values);
        Assert.Equal(MetricCategory.Resource, metric.Category);
    }

    [Fact]
    public void Parse_TokenUsage_KeepsTheReportedCost()
    {
        TokenMetric metric = Parse<TokenMetric>("""
            {"session_id":"s","type":"token_usage","prompt_tokens":150,"completion_tokens":500,"total_tokens":650,"cost_estimate":0.0065,"model":"claude-3-opus-20240229"}
            """);
        Assert.Equal(new TokenMetric { SessionId = "s", PromptTokens = 150, CompletionTokens = 500, TotalTokens = 650, Cost = 0.0065m, Model = "claude-3-opus-20240229" }, metric);
    }

    [Fact]
    public void Parse_Error_ContextBecomesAttributes()
    {
        ErrorMetric metric = Parse<ErrorMetric>("""
            {"session_id":"s","type":"error","error_type":"RateLimitError","message":"Rate limit exceeded","severity":"warning","recoverable":true,"context":{"retry_after":60,"current_rate":100}}
            """);
        Assert.Equal(
            new ErrorMetric("RateLimitError") { SessionId = "s", Message = "Rate limit exceeded", Severity = ErrorSeverity.Warning, Recoverable = true, Attributes = { ["retry_after"] = 60, ["current_rate"] = 100 } },
            metric);
    }

    [Fact]
    public void Parse_Custom_NeedsNoType()
    {
        CustomMetric metric = Parse<CustomMetric>("""
            {"session_id":"s","metric_name":"code_quality_score","value":85.5,"dimensions":{"language":"python","complexity":"medium","lines_of_code":250}}
            """);
        Assert.Equal(
            new CustomMetric("code_quality_score", 85.5) { SessionId = "s", Attributes = { ["language"] = "python", ["complexity"] = "medium", ["lines_of_code"] = 250 } },
            metric);
    }

    [Fact]
    public void Parse_ApiCall_NeedsNoTimestamp()
    {
        ApiMetric metric = Parse<ApiMetric>("""{"session_id":"s","type":"api_call","endpoint":"/v1/messages","duration_ms":234,"status_code":200}""");
        Assert.Equal(new ApiMetric { SessionId = "s", Endpoint = "/v1/messages", DurationMs = 234, StatusCode = 200 }, metric);
    }

    [Fact]
    public void Parse_Event_UnknownFieldsAreFreeFields()
    {
        AnalyticsEvent metric = Parse<AnalyticsEvent>("""{"session_id":"s","event":"prompt_execution","duration":1.5,"tokens":200,"cached":true}""");
        Assert.Equal(new AnalyticsEvent("prompt_execution") { SessionId = "s", ["duration"] = 1.5, ["tokens"] = 200, ["cached"] = true }, metric);
    }

    [Fact]
    public void Parse_NoTypeEventOrValue_IsStillAnEvent()
    {
        AnalyticsEvent metric = Parse<AnalyticsEvent>("""{"user_id":"john.doe@example.com","session_id":"s","prompt_content":"text"}""");
        Assert.Equal(new AnalyticsEvent { UserId = "john.doe@example.com", SessionId = "s", ["prompt_content"] = "text" }, metric);
    }

    [Theory]
    [InlineData("""{"type":"raw_metric","value":123}""", MetricCategory.Custom)]
    [InlineData("""{"type":"latency","value":5,"unit":"ms"}""", MetricCategory.Performance)]
    [InlineData("""{"type":"x","prompt_tokens":5}""", MetricCategory.Token)]
    [InlineData("""{"type":"x","total_tokens":5}""", MetricCategory.Token)]
    [InlineData("""{"type":"x","error_type":"E"}""", MetricCategory.Error)]
    [InlineData("""{"type":"x","memory_mb":5}""", MetricCategory.Resource)]
    [InlineData("""{"type":"tool_use","tool_name":"Edit"}""", MetricCategory.Tool)]
    [InlineData("""{"type":"x"}""", MetricCategory.Event)]
    [InlineData("""{"type":"x","category":"session"}""", MetricCategory.Session)]
    [InlineData("{}", MetricCategory.Event)]
    public void Parse_Shape_IsGuessedFromTheMostTellingKey(string json, MetricCategory category) => Assert.Equal(category, MetricJson.Parse(json).Category);

    [Theory]
    [InlineData("user_id")]
    [InlineData("user")]
    public void Parse_UserAliases_AreTheUser(string key) => Assert.Equal("u", MetricJson.Parse($$"""{"{{key}}":"u"}""").UserId);

    [Theory]
    [InlineData("project")]
    [InlineData("cwd")]
    [InlineData("project_path")]
    public void Parse_ProjectAliases_AreTheProject(string key)
    {
        Assert.Equal("p", MetricJson.Parse($$"""{"{{key}}":"p"}""").Project);
        Assert.Equal("p", MetricJson.Parse($$$"""{"type":"session_start","metadata":{"{{{key}}}":"p"}}""").Project);
    }

    [Theory]
    [InlineData("cost")]
    [InlineData("cost_estimate")]
    [InlineData("cost_usd")]
    [InlineData("total_cost_usd")]
    public void Parse_CostAliases_AreTheCost(string key) => Assert.Equal(0.1m, MetricJson.Parse($$"""{"{{key}}":0.1}""").Cost);

    [Fact]
    public void Parse_ProvidersTokenNames_AreAliases() =>
        Assert.Equal(
            new TokenMetric { PromptTokens = 1, CompletionTokens = 2, CacheReadTokens = 3, CacheCreationTokens = 4, CacheCreation5mTokens = 5, CacheCreation1hTokens = 6 },
            MetricJson.Parse("""{"type":"token_usage","input_tokens":1,"output_tokens":2,"cache_read_input_tokens":3,"cache_creation_input_tokens":4,"ephemeral_5m_input_tokens":5,"ephemeral_1h_input_tokens":6}"""));

    [Theory]
    [InlineData("2026-03-14T15:09:26")]
    [InlineData("2026-03-14T15:09:26Z")]
    [InlineData("2026-03-14T20:09:26+05:00")]
    public void Parse_Timestamp_IsUtcUnlessItSaysOtherwise(string text)
    {
        DateTimeOffset? time = MetricJson.Parse($$"""{"timestamp":"{{text}}"}""").Timestamp;
        Assert.Equal(Some.Time, time);
        Assert.Equal(TimeSpan.Zero, time!.Value.Offset);
    }

    [Fact]
    public void Parse_Nulls_AreAbsent()
    {
        MetricInput metric = MetricJson.Parse("""{"type":"session_start","user_id":null,"user":"u","timestamp":null,"cost":null,"x":null,"metadata":{"y":null}}""");
        Assert.Equal(new SessionMetric { UserId = "u" }, metric);
    }

    [Fact]
    public void Parse_UnknownKeys_AreKeptWhateverTheirKind()
    {
        MetricInput metric = MetricJson.Parse("""{"metric_name":"m","value":1,"id":"evt_1","type":"gauge","count":3,"flag":false,"list":[1],"user":"u","cwd":"p","project_path":"q","context":"text"}""");
        Assert.Equal(
            new CustomMetric("m", 1)
            {
                UserId = "u",
                Project = "p",
                Attributes = { ["id"] = "evt_1", ["type"] = "gauge", ["count"] = 3, ["flag"] = false, ["list"] = AttributeValue.FromJson("[1]"), ["project_path"] = "q", ["context"] = "text" },
            },
            metric);
    }

    [Theory]
    [InlineData("""{"session_id":5}""", "session_id")]
    [InlineData("""{"user":["a"]}""", "user")]
    [InlineData("""{"cwd":{}}""", "cwd")]
    [InlineData("""{"model":true}""", "model")]
    [InlineData("""{"type":1}""", "type")]
    [InlineData("""{"event":1}""", "event")]
    [InlineData("""{"category":"nonsense"}""", "category")]
    [InlineData("""{"timestamp":"yesterday-ish"}""", "timestamp")]
    [InlineData("""{"timestamp":1767225600}""", "timestamp")]
    [InlineData("""{"cost":"free"}""", "cost")]
    [InlineData("""{"total_cost_usd":1e300}""", "total_cost_usd")]
    [InlineData("""{"key":1}""", "key")]
    [InlineData("""{"key":"k","key_rank":1.5}""", "key_rank")]
    [InlineData("""{"type":"response_time","value":"fast"}""", "value")]
    [InlineData("""{"type":"response_time"}""", "value")]
    [InlineData("""{"metric_name":"m"}""", "value")]
    [InlineData("""{"type":"token_usage","prompt_tokens":1.5}""", "prompt_tokens")]
    [InlineData("""{"type":"token_usage","input_tokens":"1"}""", "input_tokens")]
    [InlineData("""{"type":"token_usage","total_tokens":1e300}""", "total_tokens")]
    [InlineData("""{"type":"resource_usage","cpu_percent":"high"}""", "cpu_percent")]
    [InlineData("""{"type":"error","severity":"awful"}""", "severity")]
    [InlineData("""{"type":"error","recoverable":"yes"}""", "recoverable")]
    [InlineData("""{"type":"api_call","status_code":5000000000}""", "status_code")]
    [InlineData("""{"type":"x","measurements":{"m":"text"}}""", "m")]
    [InlineData("""{"session_id":"\ud800"}""", "session_id")]
    [InlineData("""{"free":"\udc00"}""", "free")]
    [InlineData("""{"free":["\ud800x"]}""", "free")]
    [InlineData("""{"context":{"deep":"\ud800"}}""", "deep")]
    [InlineData("""{"\ud800":1}""", "$")]
    [InlineData("[]", "$")]
    [InlineData("5", "$")]
    public void Parse_WrongType_NamesTheField(string json, string field) =>
        Assert.Equal(field, Assert.Throws<MetricValidationException>(() => MetricJson.Parse(json)).Field);

    [Fact]
    public void Parse_NotJson_Throws() => Assert.ThrowsAny<JsonException>(() => MetricJson.Parse("{"));

    [Fact]
    public void ParseList_WrongEntry_NamesEntryAndField()
    {
        Assert.Equal(2, MetricJson.ParseList("""[{"event":"a"},{"event":"b"}]""").Count);
        MetricValidationException error = Assert.Throws<MetricValidationException>(() => MetricJson.ParseList("""[{"event":"a"},{"session_id":1}]"""));
        Assert.Equal(("session_id", 1), (error.Field, error.Index));
        Assert.Equal("$", Assert.Throws<MetricValidationException>(() => MetricJson.ParseList("{}")).Field);
    }

    private static T Parse<T>(string json)
        where T : MetricInput => Assert.IsType<T>(MetricJson.Parse(json));
}
