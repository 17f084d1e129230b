using System.Text.Json;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Metrics;

public class MetricJsonWriteTests
{
    [Fact]
    public void Write_EveryKind_HasTheSpecificationsKeys()
    {
        Assert.Equal("""{"type":"session_start","session_id":"s","user_id":"u","project":"p","model":"m","metadata":{"shell":"bash"}}""", new SessionMetric { SessionId = "s", UserId = "u", Project = "p", Model = "m", Attributes = { ["shell"] = "bash" } }.ToJson());
        Assert.Equal("""{"type":"response_time","value":1.5,"context":{"streaming":true}}""", new PerformanceMetric("response_time", 1500) { Unit = "ms", Attributes = { ["streaming"] = true } }.ToJson());
        Assert.Equal("""{"type":"token_usage","cost_estimate":0.0065,"prompt_tokens":150,"completion_tokens":500,"total_tokens":650}""", new TokenMetric { PromptTokens = 150, CompletionTokens = 500, Cost = 0.0065m }.ToJson());
        Assert.Equal(
            """{"type":"error","count":1,"error_type":"RateLimitError","message":"slow down","severity":"warning","recoverable":true,"context":{"retry_after":60}}""",
            new ErrorMetric("RateLimitError") { Message = "slow down", Severity = ErrorSeverity.Warning, Recoverable = true, Attributes = { ["retry_after"] = 60 } }.ToJson());
        Assert.Equal("""{"metric_name":"score","value":85.5,"dimensions":{"language":"python"}}""", new CustomMetric("score", 85.5) { Attributes = { ["language"] = "python" } }.ToJson());
        Assert.Equal("""{"type":"api_call","duration_ms":234,"endpoint":"/v1/messages","status_code":200}""", new ApiMetric { Endpoint = "/v1/messages", DurationMs = 234, StatusCode = 200 }.ToJson());
        Assert.Equal("""{"event":"prompt_execution","duration":1.5,"tokens":200,"context":{"tool":"Edit"}}""", new AnalyticsEvent("prompt_execution") { ["duration"] = 1.5, ["tokens"] = 200, ["tool"] = "Edit" }.ToJson());
        Assert.Equal("""{"type":"x","category":"tool","key":"k","key_rank":2,"measurements":{"m":1}}""", new RawMetric(MetricCategory.Tool, "x") { Key = new RecordKey("k", 2), Measurements = { ["m"] = 1 } }.ToJson());
    }

    [Fact]
    public void Write_Record_HasIdTimestampAndMeasurements()
    {
        var record = new MetricRecord { Id = 7, Timestamp = Some.Time.AddTicks(10), Category = MetricCategory.Custom, Name = "score", SessionId = "s", Cost = 0.5m, Measurements = new MeasurementSet { ["value"] = 1 }, Attributes = new AttributeSet { ["a"] = "ü<>&'" } };
        Assert.Equal("""{"id":7,"timestamp":"2026-03-14T15:09:26.000001Z","category":"custom","type":"score","session_id":"s","cost":0.5,"measurements":{"value":1},"attributes":{"a":"ü<>&'"}}""", record.ToJson());
    }

    [Fact]
    public void ToString_MetricThatIsNotValid_StillShowsIt()
    {
        Assert.Equal("""{"metric_name":"x","value":null}""", new CustomMetric("x", double.NaN).ToString());
        Assert.Equal("""{"metric_name":"x","value":1,"dimensions":{"a":null}}""", new CustomMetric("x", 1) { Attributes = { ["a"] = double.PositiveInfinity } }.ToString());
    }

    [Fact]
    public void ParseWrite_AnyInput_StoresTheSameRecord()
    {
        var random = new Random(1);
        for (int i = 0; i < 5000; i++)
        {
            MetricInput metric = Some.Input(random);
            if (random.Next(3) == 0)
            {
                metric = metric with { Key = new RecordKey("k" + random.Next(5), random.NextInt64(long.MinValue, long.MaxValue)) };
            }

            string[] tempting = metric is SessionMetric ? ["user", "cwd", "model"] : ["error_type", "unit", "value", "user", "context", "measurements", "type"];
            if (metric is not AnalyticsEvent && random.Next(3) == 0)
            {
                metric.Attributes[Some.OneOf<string>(random, tempting)] = Some.Value(random);
            }

            AssertSame(metric, MetricJson.Parse(metric.ToJson()));
        }
    }

    [Fact]
    public void ParseWrite_TypedInput_KeepsItsType()
    {
        var random = new Random(2);
        for (int i = 0; i < 2000; i++)
        {
            MetricInput metric = Some.Input(random, withMeasurements: false);
            Assert.IsType(metric.GetType(), MetricJson.Parse(metric.ToJson()));
        }
    }

    [Fact]
    public void ParseWrite_AnyRecord_StoresTheSameRecord()
    {
        var random = new Random(3);
        for (int i = 0; i < 3000; i++)
        {
            MetricInput metric = Some.Input(random);
            CollectingVisitor fields = CollectingVisitor.Of(metric);
            var record = new MetricRecord
            {
                Id = i,
                Timestamp = metric.Timestamp!.Value,
                Category = metric.Category,
                Name = metric.Name,
                SessionId = metric.SessionId,
                UserId = metric.UserId,
                Project = metric.Project,
                Model = metric.Model,
                Cost = metric.Cost,
                Key = metric.Key,
                Measurements = new MeasurementSet([.. fields.Measurements.Keys], [.. fields.Measurements.Values]),
                Attributes = new AttributeSet([.. fields.Attributes.Keys], [.. fields.Attributes.Values]),
            };
            AssertSame(metric, Assert.IsType<RawMetric>(MetricJson.Parse(record.ToJson())));
        }
    }

    [Fact]
    public void ParseWrite_DeepJsonAttribute_IsKept()
    {
        string deep = string.Concat(Enumerable.Repeat('[', 64)) + string.Concat(Enumerable.Repeat(']', 64));
        var metric = new CustomMetric("x", 1) { Attributes = { ["deep"] = AttributeValue.FromJson(deep) } };
        AssertSame(metric, MetricJson.Parse(metric.ToJson()));
    }

    [Fact]
    public void ParseWrite_TokensBeyondWholeDoubles_AreKept()
    {
        var metric = new TokenMetric { PromptTokens = long.MaxValue, CompletionTokens = 1 };
        AssertSame(metric, MetricJson.Parse(metric.ToJson()));
    }

    [Fact]
    public void Write_AnyInput_IsOneObjectWithoutDuplicateKeys()
    {
        var random = new Random(4);
        for (int i = 0; i < 2000; i++)
        {
            using JsonDocument document = JsonDocument.Parse(Some.Input(random).ToJson(), new JsonDocumentOptions { AllowDuplicateProperties = false });
            Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        }
    }

    /// <summary>Both would be stored as the same record.</summary>
    private static void AssertSame(MetricInput expected, MetricInput actual)
    {
        string json = expected.ToJson();
        Assert.True((expected.Category, expected.Name) == (actual.Category, actual.Name), json);
        Assert.True((expected.SessionId, expected.UserId, expected.Project, expected.Model) == (actual.SessionId, actual.UserId, actual.Project, actual.Model), json);
        Assert.True((expected.Timestamp, expected.Cost, expected.Key) == (actual.Timestamp, actual.Cost, actual.Key), json);
        Assert.Equal(Ordered(CollectingVisitor.Of(expected).Measurements), Ordered(CollectingVisitor.Of(actual).Measurements));
        Assert.Equal(Ordered(CollectingVisitor.Of(expected).Attributes), Ordered(CollectingVisitor.Of(actual).Attributes));
    }

    private static IEnumerable<KeyValuePair<string, T>> Ordered<T>(Dictionary<string, T> values) => values.OrderBy(pair => pair.Key, StringComparer.Ordinal);
}
