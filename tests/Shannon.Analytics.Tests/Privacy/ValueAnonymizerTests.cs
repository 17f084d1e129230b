using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Privacy;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Privacy;

public class ValueAnonymizerTests
{
    private static readonly string[] Names = ["user_id", "project", "attribute_one", "note", "context", "duration", "measurements", "key", "message"];

    [Fact]
    public void Apply_Twice_ChangesNothingMore()
    {
        var random = new Random(5);
        for (int i = 0; i < 3_000; i++)
        {
            AnonymizationOptions options = Options(random);
            ValueAnonymizer values = SomePrivacy.Values(options);
            MetricInput once = MetricAnonymizer.Apply(values, Metric(random));
            MetricInput twice = MetricAnonymizer.Apply(values, once);
            Assert.True(once.Equals(twice) || once.ToJson() == twice.ToJson(), $"{i}: {once.ToJson()} became {twice.ToJson()} under {options}");
        }
    }

    [Fact]
    public void Apply_Columns_DoesWhatItDoesRowByRow()
    {
        var random = new Random(6);
        for (int i = 0; i < 300; i++)
        {
            ValueAnonymizer values = SomePrivacy.Values(Options(random) with { Rules = [new AnonymizationRule("attribute_count", AnonymizationMethod.Hash), new AnonymizationRule("value", AnonymizationMethod.Redact)] });
            ColumnBatch batch = Some.Columns(random, random.Next(1, 20));
            batch = batch with { Keys = TextValues.Of(Some.Make(batch.Count, row => row % 3 == 0 ? null : "key-ada-" + row)) };
            ColumnBatch all = ColumnAnonymizer.Apply(values, batch);
            for (int row = 0; row < batch.Count; row++)
            {
                MetricInput expected = MetricAnonymizer.Apply(values, batch.RowAt(row));
                Assert.True(expected.Equals(all.RowAt(row)), $"{i}/{row}: {expected.ToJson()} against {all.RowAt(row).ToJson()}");
            }
        }
    }

    [Fact]
    public void Apply_NothingToDo_ReturnsTheSameMetric()
    {
        MetricInput metric = new PerformanceMetric("response_time", 1.5) { SessionId = "s", Attributes = new AttributeSet { ["text"] = "plain" } };
        Assert.Same(metric, MetricAnonymizer.Apply(SomePrivacy.Values(new AnonymizationOptions { Fields = ["user_id"], Scan = ContentKinds.All }), metric));
    }

    [Fact]
    public void Apply_Json_ReachesEveryDepthAndKeepsTheRest()
    {
        ValueAnonymizer values = SomePrivacy.Values(new AnonymizationOptions { Fields = ["user_id", "account.email"], Method = AnonymizationMethod.Redact, Scan = ContentKinds.Email });
        AttributeValue value = AttributeValue.FromJson("""{"a":[{"userId":"ada","n":1.50,"deep":{"account":{"email":"x"},"email":"y","t":"mail ada@example.com now","user":{"id":7,"name":"ada"}}}],"z":null}""");
        Assert.Equal(
            """{"a":[{"userId":"[REDACTED]","n":1.50,"deep":{"account":{"email":"[REDACTED]"},"email":"y","t":"mail [EMAIL] now","user":"[REDACTED]"}}],"z":null}""",
            values.Attribute("payload", value).Text);
    }

    [Fact]
    public void Apply_NumberOfANamedMeasurement_BecomesAnAttributeUnlessGeneralized()
    {
        MetricInput metric = new AnalyticsEvent("login") { ["account_number"] = 123_456, ["age"] = 47 };
        var options = new AnonymizationOptions { Fields = ["account_number"], Rules = [new AnonymizationRule("age", AnonymizationMethod.Generalize)] };
        MetricInput anonymous = MetricAnonymizer.Apply(SomePrivacy.Values(options), metric);
        Assert.Equal(SomePrivacy.Pseudonyms().Hash("123456"), anonymous.Attributes["account_number"].Text);
        Assert.Equal([new("age", 50)], anonymous.Measurements);
    }

    [Fact]
    public void Apply_KeyThatShowsAnAnonymizedId_IsAPseudonym()
    {
        ValueAnonymizer values = SomePrivacy.Values(new AnonymizationOptions { Fields = ["session_id"] });
        MetricInput metric = new CustomMetric("x", 1) { SessionId = "session-ada", Key = new RecordKey("session-ada/7", 3) };
        Assert.Equal(new RecordKey(SomePrivacy.Pseudonyms().Hash("session-ada/7"), 3), MetricAnonymizer.Apply(values, metric).Key);
        Assert.Equal(new RecordKey("msg_1", 3), MetricAnonymizer.Apply(values, metric with { Key = new RecordKey("msg_1", 3) }).Key);
    }

    [Fact]
    public void Id_ScanFindsSomething_StaysToldApart()
    {
        ValueAnonymizer values = SomePrivacy.Values(new AnonymizationOptions { Scan = ContentKinds.Email });
        Assert.Equal(SomePrivacy.Pseudonyms().Hash("ada@example.com"), values.Id("user_id", "ada@example.com"));
        Assert.Equal("ada", values.Id("user_id", "ada"));
    }

    [Theory]
    [InlineData("ada@Example.com", "*@example.com")]
    [InlineData("192.168.17.5", "192.168.17.0/24")]
    [InlineData("2001:db8:1:2::3", "2001:db8:1::/48")]
    [InlineData("2026-03-14", "2026-03")]
    [InlineData("2026-03-14T15:09:26Z", "2026-03")]
    [InlineData("https://host.example/a?b=c", "https://host.example")]
    [InlineData("Ada Lovelace", "[GENERALIZED]")]
    public void Generalize_Text_IsCoarser(string text, string coarse)
    {
        Assert.Equal(coarse, Generalizer.Coarsen(text));
        Assert.Equal(coarse, Generalizer.Coarsen(coarse));
    }

    [Fact]
    public void Truncate_CutsWholeCharactersAndNoHalfAddress()
    {
        ValueAnonymizer values = SomePrivacy.Values(new AnonymizationOptions { TruncateLength = 3, Scan = ContentKinds.Email });
        Assert.Equal("ab👩‍👩‍👧", values.Apply(AnonymizationMethod.Truncate, "ab👩‍👩‍👧cd"));
        Assert.Equal("[EM", values.Apply(AnonymizationMethod.Truncate, "ada@example.com"));
    }

    private static AnonymizationOptions Options(Random random) => new()
    {
        Fields = [.. Names.Where(_ => random.Next(3) == 0)],
        Rules = [.. Names.Where(_ => random.Next(3) == 0).Select(name => new AnonymizationRule(name, (AnonymizationMethod)random.Next(5)))],
        Method = (AnonymizationMethod)random.Next(5),
        TruncateLength = random.Next(1, 20),
        Scan = (ContentKinds)random.Next((int)ContentKinds.All + 1),
    };

    private static MetricInput Metric(Random random)
    {
        MetricInput metric = Some.Input(random) with
        {
            UserId = random.Next(2) == 0 ? null : "u" + TextNormalizer.WellFormed(SomePrivacy.Text(random)),
            Key = random.Next(2) == 0 ? null : new RecordKey("k" + TextNormalizer.WellFormed(SomePrivacy.Text(random))),
        };
        metric.Attributes["note"] = SomePrivacy.Text(random);
        metric.Attributes["payload"] = AttributeValue.FromJson(System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string> { ["note"] = "x", ["t" + random.Next(3)] = TextNormalizer.WellFormed(SomePrivacy.Text(random)) }));
        return metric;
    }
}
