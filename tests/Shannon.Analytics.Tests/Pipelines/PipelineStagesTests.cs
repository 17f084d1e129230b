using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pipelines;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Pipelines;

/// <summary>What each kind of stage does to records.</summary>
public class PipelineStagesTests
{
    private static readonly StorageStage Store = new() { Name = "store" };

    [Fact]
    public async Task Validator_StrictAndKeeping_FlagsAndStoresWhatItCan()
    {
        await using PipelineHost host = await PipelineHost.OpenAsync();

        PipelineResult result = await host.RunAsync(
            [
                PipelineRecord.FromJson("""{"type":"raw_metric","value":"abc","session_id":"s"}"""),
                PipelineRecord.FromJson("""{"type":"raw_metric","value":5,"colour":"red"}"""),
                PipelineRecord.FromJson("""{"value":6}"""),
                PipelineRecord.FromJson("""{"type":"raw_metric","value":7,"timestamp":"yesterday"}"""),
                PipelineRecord.FromJson("""{"type":"raw_metric","value":8,"attributes":{"colour":"red"}}"""),
                PipelineRecord.FromJson("""{"event":"note","colour":"red"}"""),
                new CustomMetric("nan", double.NaN),
            ],
            new ValidatorStage { Name = "check" },
            Store);

        Assert.Equal((7, 5, 0, 0), (result.Processed, result.Invalid, result.Dropped, result.Errors));
        IReadOnlyList<MetricRecord> stored = await host.StoredAsync();
        Assert.Equal(7, stored.Count);
        MetricRecord text = stored.Single(record => record.SessionId == "s");
        Assert.Equal(("raw_metric", true, "abc"), (text.Name, text.Attributes["invalid"].Boolean, text.Attributes["invalid_value"].Text));
        Assert.Contains("Field 'value'", text.Attributes["invalid_reason"].Text, StringComparison.Ordinal);
        MetricRecord unknown = stored.Single(record => record.Value == 5);
        Assert.Equal("red", unknown.Attributes["colour"].Text);
        Assert.Contains("'colour': is not a known key", unknown.Attributes["invalid_reason"].Text, StringComparison.Ordinal);
        Assert.Contains("'type': is missing", stored.Single(record => record.Value == 6).Attributes["invalid_reason"].Text, StringComparison.Ordinal);
        Assert.Equal("yesterday", stored.Single(record => record.Value == 7).Attributes["invalid_timestamp"].Text);
        Assert.False(stored.Single(record => record.Value == 8).Attributes.ContainsKey("invalid"));
        Assert.False(stored.Single(record => record.Name == "note").Attributes.ContainsKey("invalid"));
        Assert.Equal("NaN", stored.Single(record => record.Name == "nan").Attributes["invalid_value"].Text);
    }

    [Fact]
    public async Task Validator_Dropping_DropsOnlyInvalidOnes()
    {
        await using PipelineHost host = await PipelineHost.OpenAsync();

        PipelineResult result = await host.RunAsync(
            [PipelineRecord.FromJson("""{"type":"a","value":true}"""), PipelineRecord.FromJson("""{"type":"a","value":1}"""), new CustomMetric(new string('x', 300), 1)],
            new ValidatorStage { Name = "check", DropInvalid = true },
            Store);

        Assert.Equal((1, 2, 2, 0), (result.Processed, result.Invalid, result.Dropped, result.Errors));
        Assert.Equal(1, Assert.Single(await host.StoredAsync()).Value);
    }

    [Fact]
    public async Task Validator_Lenient_ReadsTextAsNumbersAndEpochAsTimes()
    {
        await using PipelineHost host = await PipelineHost.OpenAsync();

        PipelineResult result = await host.RunAsync(
            [
                PipelineRecord.FromJson("""{"type":"a","value":"1.5","colour":"red"}"""),
                PipelineRecord.FromJson("""{"type":"a","value":2,"timestamp":1773500966}"""),
                PipelineRecord.FromJson("""{"type":"a","value":3,"timestamp":1773500966250}"""),
                PipelineRecord.FromJson("""{"type":"a","value":"four"}"""),
            ],
            new ValidatorStage { Name = "check", Schema = SchemaMode.Lenient },
            Store);

        Assert.Equal((4, 1), (result.Processed, result.Invalid));
        IReadOnlyList<MetricRecord> stored = await host.StoredAsync();
        Assert.Equal("red", stored.Single(record => record.Value == 1.5).Attributes["colour"].Text);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1773500966), stored.Single(record => record.Value == 2).Timestamp);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1773500966250), stored.Single(record => record.Value == 3).Timestamp);
        Assert.Equal("four", stored.Single(record => record.Value is null).Attributes["invalid_value"].Text);
    }

    [Fact]
    public async Task Enricher_KnownSession_AddsWhatTheRecordLacks()
    {
        await using PipelineHost host = await PipelineHost.OpenAsync();
        await host.Engine.TrackMetricAsync(new SessionMetric { SessionId = "s", UserId = "ada", Project = "/src", Model = "opus", Attributes = { ["branch"] = "main", ["user_team"] = "core", ["language"] = "c#" } });

        PipelineResult result = await host.RunAsync(
            [new CustomMetric("build", 1) { SessionId = "s", Model = "sonnet", Attributes = { ["language"] = "python" } }, new CustomMetric("build", 2) { SessionId = "unknown" }, new CustomMetric("build", 3), new CustomMetric("build", 4) { UserId = "ada" }],
            new EnricherStage { Name = "enrich" },
            Store);

        Assert.Equal(2, result.Stages[0].Changed);
        IReadOnlyList<MetricRecord> stored = [.. (await host.StoredAsync()).Where(record => record.Name == "build").OrderBy(record => record.Value)];
        Assert.Equal(("ada", "/src", "sonnet"), (stored[0].UserId, stored[0].Project, stored[0].Model));
        Assert.Equal(("main", "core", "python"), (stored[0].Attributes["branch"].Text, stored[0].Attributes["user_team"].Text, stored[0].Attributes["language"].Text));
        Assert.All(stored.Skip(1).Take(2), record => Assert.Equal((null, 0), (record.UserId, record.Attributes.Count)));
        Assert.Equal("core", Assert.Single(stored[3].Attributes).Value.Text);
    }

    [Fact]
    public async Task Enricher_SessionThatStartsInTheStream_IsKnownFromThereOn()
    {
        await using PipelineHost host = await PipelineHost.OpenAsync();

        await host.RunAsync(
            [new SessionMetric { SessionId = "s", UserId = "ada" }, new CustomMetric("build", 1) { SessionId = "s" }],
            new CollectorStage { Name = "in", BatchSize = 1 },
            new EnricherStage { Name = "enrich" },
            new FilterStage { Name = "only", Match = new RecordMatch { Metric = "build", UserId = "ada" } },
            Store);

        Assert.Equal("build", Assert.Single(await host.StoredAsync()).Name);
    }

    [Fact]
    public async Task Transformer_TimesAndMeasurements_AreNormalisedAndDerived()
    {
        await using PipelineHost host = await PipelineHost.OpenAsync();
        DateTimeOffset local = Some.Time.ToOffset(TimeSpan.FromHours(5)).AddTicks(7);
        var tokens = new TokenMetric { Model = "claude-sonnet-4-5", PromptTokens = 1_000, CompletionTokens = 500, CacheReadTokens = 3_000, Timestamp = local, Measurements = { ["duration"] = 9 } };

        await host.RunAsync(
            [tokens, tokens with { Cost = 7, Model = "claude-sonnet-4-5" }, tokens with { Model = "nobody-knows" }, new AnalyticsEvent("prompt_execution") { ["duration"] = 2, ["tokens"] = 100 }, new TokenMetric { TotalTokens = 5, Model = "claude-sonnet-4-5" }],
            new TransformerStage { Name = "transform" },
            Store);

        IReadOnlyList<MetricRecord> stored = [.. (await host.StoredAsync()).OrderBy(record => record.Id)];
        Assert.Equal(Some.Time, stored[0].Timestamp);
        Assert.Equal((500, 0.75), (stored[0].Measurements["tokens_per_second"], stored[0].Measurements["cache_hit_share"]));
        Assert.Equal(((1_000 * 3m) + (500 * 15m) + (3_000 * 0.3m)) / 1_000_000, stored[0].Cost);
        Assert.Equal("computed", stored[0].Attributes["cost_source"].Text);
        Assert.NotEmpty(stored[0].Attributes["price_version"].Text!);
        Assert.Equal((7m, false), (stored[1].Cost, stored[1].Attributes.ContainsKey("cost_source")));
        Assert.Null(stored[2].Cost);
        Assert.Equal((50, Some.Time), (stored[3].Measurements["tokens_per_second"], stored[3].Timestamp));
        Assert.Null(stored[4].Cost);
        Assert.Equal(local, tokens.Timestamp!.Value);
    }

    [Fact]
    public async Task Router_Matches_SkipStages()
    {
        var seen = new List<double?>();
        await using PipelineHost host = await PipelineHost.OpenAsync(new CallbackStage("look", record =>
        {
            seen.Add(((CustomMetric)record.Metric).Value);
            return StageDecision.Keep;
        }));

        PipelineResult result = await host.RunAsync(
            [new CustomMetric("a", 1), new CustomMetric("b", 2), new CustomMetric("c", 3)],
            new RouterStage { Name = "route", Routes = [new RouterRule(new RecordMatch { Metric = "b" }, "store"), new RouterRule(new RecordMatch { Metric = "c" }, RouterStage.End)] },
            new CustomStage { Name = "look", Stage = "look" },
            Store);

        Assert.Equal([1], seen);
        Assert.Equal((3, 3, 1, 2), (result.Processed, result.Stages[0].In, result.Stages[1].In, result.Stages[2].In));
        Assert.Equal([1, 2], (await host.StoredAsync()).Select(record => record.Value!.Value).Order());
    }

    [Theory]
    [InlineData(SamplerUnit.Record)]
    [InlineData(SamplerUnit.Session)]
    public async Task Sampler_KeepsItsShareAndAllErrors_AndSaysTheRate(SamplerUnit unit)
    {
        await using PipelineHost host = await PipelineHost.OpenAsync();
        IEnumerable<PipelineRecord> records = Enumerable.Range(0, 4_000).Select(i => (PipelineRecord)(i % 100 == 0 ? new ErrorMetric("E") { SessionId = "s" + (i / 4) } : new CustomMetric("a", i) { SessionId = "s" + (i / 4) }));

        PipelineResult result = await host.RunAsync(records, new SamplerStage { Name = "sample", Rate = 0.25, By = unit }, Store);

        IReadOnlyList<MetricRecord> stored = await host.StoredAsync();
        Assert.Equal(40, stored.Count(record => record.Category == MetricCategory.Error && !record.Attributes.ContainsKey("sample_rate")));
        MetricRecord[] sampled = [.. stored.Where(record => record.Category == MetricCategory.Custom)];
        Assert.InRange(sampled.Length, 850, 1_130);
        Assert.All(sampled, record => Assert.Equal(0.25, record.Attributes["sample_rate"].Number));
        Assert.Equal(4_000 - stored.Count, result.Dropped);
        if (unit == SamplerUnit.Session)
        {
            Assert.All(sampled.CountBy(record => record.SessionId!), session => Assert.InRange(session.Value, 3, 4));
        }
    }

    [Fact]
    public async Task Filter_EveryCondition_Decides()
    {
        await using PipelineHost host = await PipelineHost.OpenAsync();
        var wanted = new CustomMetric("a", 5) { SessionId = "s", UserId = "u", Project = "p", Model = "m", Attributes = { ["x"] = "y" } };
        PipelineRecord[] records = [wanted, new CustomMetric("b", 5), wanted with { SessionId = "other" }, wanted with { UserId = null }, wanted with { Project = "q" }, wanted with { Model = "n" }, wanted with { Value = 6 }, new CustomMetric("a", 5) { SessionId = "s", UserId = "u", Project = "p", Model = "m" }];
        var match = new RecordMatch { Metric = "a", SessionId = "s", UserId = "u", Project = "p", Model = "m", Attributes = new AttributeSet { ["x"] = "y" }, Measurements = [new MeasurementRange(null, 4, 5)], IsInvalid = false };

        PipelineResult kept = await host.RunAsync(records, new FilterStage { Name = "only", Match = match }, Store);
        PipelineResult dropped = await host.RunAsync(records, new FilterStage { Name = "without", Match = match, Mode = FilterMode.Drop });

        Assert.Equal((1, 7), (kept.Processed, kept.Dropped));
        Assert.Equal((7, 1), (dropped.Processed, dropped.Dropped));
        Assert.Equal("s", Assert.Single(await host.StoredAsync()).SessionId);
    }

    [Fact]
    public async Task Storage_History_IsCommittedAsHistory()
    {
        await using PipelineHost host = await PipelineHost.OpenAsync();
        var committed = new CommitCollector();
        using IDisposable observer = host.Store.Observers.Add(committed);

        await host.RunAsync([Some.Metric(1)], new StorageStage { Name = "store", IsHistory = true });
        await host.RunAsync([Some.Metric(2)], Store);

        Assert.Equal([(1, true), (2, false)], committed.Seen.Select(record => (record.Record.Value, record.IsHistory)));
    }
}
