using System.Text.Json;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pipelines;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Tests.Scenarios;

/// <summary>The pipeline part of the functional specification.</summary>
public class PipelineScenarioTests
{
    private const string Definition = """
        {"name":"Main Analytics Pipeline","stages":[
          {"name":"ingestion","type":"collector","config":{"batch_size":100,"flush_interval":5}},
          {"name":"validation","type":"validator","config":{"schema":"strict","drop_invalid":false}},
          {"name":"enrichment","type":"enricher","config":{"add_session_context":true,"add_user_metadata":true}},
          {"name":"transformation","type":"transformer","config":{"normalize_timestamps":true,"calculate_derived_metrics":true}},
          {"name":"storage","type":"storage","config":{"compression":true,"partitioning":"daily"}}]}
        """;

    private static readonly PipelineDefinition Typed = new()
    {
        Name = "Main Analytics Pipeline",
        Stages =
        [
            new CollectorStage { Name = "ingestion", BatchSize = 100, FlushInterval = TimeSpan.FromSeconds(5) },
            new ValidatorStage { Name = "validation", Schema = SchemaMode.Strict, DropInvalid = false },
            new EnricherStage { Name = "enrichment", AddSessionContext = true, AddUserMetadata = true },
            new TransformerStage { Name = "transformation", NormalizeTimestamps = true, CalculateDerivedMetrics = true },
            new StorageStage { Name = "storage", Compression = true, Partitioning = StoragePartitioning.Daily },
        ],
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pipeline_OfTheSpecification_ProcessesStoresAndCounts(bool typed)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using Scenario scenario = await Scenario.OpenAsync();
        IPipelines pipelines = scenario.Engine.Pipelines;
        Pipeline pipeline = await pipelines.CreateAsync(typed ? Typed : PipelineDefinition.FromJson(Definition), token);
        Assert.NotEmpty(pipeline.Id);
        Assert.Equal(["ingestion", "validation", "enrichment", "transformation", "storage"], pipeline.Definition.Stages.Select(stage => stage.Name));

        // As Python prints the time of utcnow: without a zone.
        string json = $$"""{"type":"raw_metric","value":123,"timestamp":"{{scenario.Now:yyyy-MM-ddTHH:mm:ss.ffffff}}"}""";
        PipelineResult result = await pipelines.ProcessThroughPipelineAsync(pipeline.Id, Enumerable.Range(0, 1_000).Select(_ => PipelineRecord.FromJson(json)), cancellationToken: token);

        Assert.Equal((1_000, 0, 0, 0, 0), (result.Processed, result.Errors, result.Invalid, result.Dropped, result.Unprocessed));
        Assert.All(result.Stages, stage => Assert.Equal((1_000, 1_000), (stage.In, stage.Out)));
        PipelineStats stats = await pipelines.GetPipelineStatsAsync(pipeline.Id, token);
        Assert.Equal(1_000, stats.TotalProcessed);
        JsonElement root = JsonDocument.Parse(stats.ToJson()).RootElement;
        Assert.Equal(1_000, root.GetProperty("total_processed").GetInt64());
        Assert.Equal(5, root.GetProperty("stage_stats").GetArrayLength());

        IReadOnlyList<MetricRecord> stored = await scenario.Engine.Collector.GetMetricsAsync(new MetricQuery { Selector = "raw_metric" }, token);
        Assert.Equal(1_000, stored.Count);
        Assert.All(stored, record => Assert.Equal((123, scenario.Now), (record.Value, record.Timestamp)));
        Assert.True((await scenario.Store.DescribeAsync(token)).IsCompressed);
    }
}
