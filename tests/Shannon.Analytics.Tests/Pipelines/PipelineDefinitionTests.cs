using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pipelines;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Tests.Pipelines;

public class PipelineDefinitionTests
{
    private static readonly PipelineDefinition Everything = new()
    {
        Name = "Everything",
        QueueCapacity = 3,
        IsEnabled = false,
        Stages =
        [
            new CollectorStage { Name = "in", BatchSize = 7, FlushInterval = TimeSpan.FromMilliseconds(1_500) },
            new ValidatorStage { Name = "check", Schema = SchemaMode.Lenient, DropInvalid = true },
            new RouterStage
            {
                Name = "route",
                Routes =
                [
                    new RouterRule(new RecordMatch { Metric = "error", IsInvalid = false }, "store"),
                    new RouterRule(new RecordMatch { Metric = Selector.Of("my.metric", "value"), SessionId = "s", UserId = "u", Project = "p", Model = "m" }, RouterStage.End),
                ],
            },
            new FilterStage
            {
                Name = "filter",
                Mode = FilterMode.Drop,
                Match = new RecordMatch { Attributes = new AttributeSet { ["language"] = "python", ["n"] = 2, ["is"] = true }, Measurements = [new MeasurementRange(null, 1, null), new MeasurementRange("tokens", null, 2.5)] },
            },
            new SamplerStage { Name = "sample", Rate = 0.25, By = SamplerUnit.Session, KeepErrors = false, Seed = -4 },
            new EnricherStage { Name = "enrich", AddUserMetadata = false, Attributes = ["team"] },
            new TransformerStage { Name = "transform", NormalizeTimestamps = false, CalculateCost = false, DerivedMetrics = [new DerivedMetricRule("x", ["a", "b"], ["c"], 0.5)] },
            new CustomStage { Name = "own", Stage = "redactor", Settings = new AttributeSet { ["level"] = 3, ["words"] = AttributeValue.FromJson("[1,2]") } },
            new StorageStage { Name = "store", Compression = true, BatchSize = 10, IsHistory = true },
        ],
    };

    [Fact]
    public void ToJson_OfEveryKindOfStage_IsReadBack()
    {
        PipelineDefinition read = PipelineDefinition.FromJson(Everything.ToJson());

        Assert.Equal(Everything.ToJson(), read.ToJson());
        Assert.Equal(Everything.Stages.Select(stage => stage.GetType()), read.Stages.Select(stage => stage.GetType()));
        Assert.Equal((3, false), (read.QueueCapacity, read.IsEnabled));
        var router = Assert.IsType<RouterStage>(read.Stages[2]);
        Assert.Equal(["store", RouterStage.End], router.Routes.Select(rule => rule.To));
        Assert.Equal(Selector.Of("my.metric", "value"), router.Routes[1].Match.Metric);
        var filter = Assert.IsType<FilterStage>(read.Stages[3]);
        Assert.Equal(((FilterStage)Everything.Stages[3]).Match.Attributes, filter.Match.Attributes);
    }

    [Fact]
    public void FromJson_WithoutConfig_HasTheDefaults()
    {
        PipelineDefinition read = PipelineDefinition.FromJson("""{"name":"n","stages":[{"name":"a","type":"collector"},{"name":"b","type":"validator"},{"name":"c","type":"enricher"},{"name":"d","type":"transformer"},{"name":"e","type":"storage"}]}""");

        Assert.Equal(
            new PipelineDefinition
            {
                Name = "n",
                Stages = [new CollectorStage { Name = "a" }, new ValidatorStage { Name = "b" }, new EnricherStage { Name = "c" }, new TransformerStage { Name = "d" }, new StorageStage { Name = "e" }],
            }.ToJson(),
            read.ToJson());
    }

    [Fact]
    public void Validate_ManyErrors_NamesThemAll()
    {
        var definition = new PipelineDefinition
        {
            Name = " ",
            QueueCapacity = 0,
            Stages =
            [
                new ValidatorStage { Name = "a", Schema = (SchemaMode)9 },
                new CollectorStage { Name = "a", BatchSize = 0, FlushInterval = TimeSpan.Zero },
                new SamplerStage { Name = "end", Rate = double.NaN },
                new RouterStage { Name = "r", Routes = [new RouterRule(new RecordMatch { Metric = "error_rate" }, "a")] },
                new TransformerStage { Name = string.Empty, DerivedMetrics = [new DerivedMetricRule("", [], ["b"], double.NaN)] },
                new FilterStage { Name = "f", Match = new RecordMatch { Measurements = [new MeasurementRange("x", 2, 1)] }, Mode = (FilterMode)5 },
                new StorageStage { Name = "s", BatchSize = 0 },
                new StorageStage { Name = "s2", Partitioning = (StoragePartitioning)4 },
                new CustomStage { Name = "c", Stage = string.Empty },
            ],
        };

        string[] expected =
        [
            "name has 1", "queue_capacity is 0", "stages[0].config.schema is 9", "stages[1].config.batch_size is 0", "stages[1].config.flush_interval is 00:00:00", "stages[1].name is 'a', which is taken",
            "stages[1].type is collector", "stages[2].name is 'end', which is taken", "stages[2].config.rate is NaN", "stages[3].config.routes[0].match.metric is error_rate", "stages[3].config.routes[0].to is 'a'",
            "stages[4].name has 0", "stages[4].config.derived_metrics[0] names", "stages[4].config.derived_metrics[0] has 0", "stages[4].config.derived_metrics[0].factor", "stages[5].config.match.measurements",
            "stages[5].config.mode is 5", "stages[6].config.batch_size is 0", "stages[7].type is storage, the second", "stages[7].config.partitioning is 4", "stages[8].config.stage is missing",
        ];
        var error = Assert.Throws<InvalidOptionsException>(definition.Validate);
        Assert.Equal(expected.Length, error.Errors.Count);
        Assert.All(expected, text => Assert.Contains(error.Errors, one => one.StartsWith(text, StringComparison.Ordinal)));
    }

    [Fact]
    public void FromJson_UnknownTypesKeysAndWords_NamesThemAll()
    {
        var error = Assert.Throws<InvalidOptionsException>(() => PipelineDefinition.FromJson("""{"name":"n","colour":1,"stages":[{"name":"a","type":"teleporter","config":{"x":1}},{"type":"validator","config":{"schema":"loose","drop":true}}]}"""));

        string[] expected = ["colour is not a key", "stages[0].type is 'teleporter'; it must be one of collector,", "stages[1].name is missing", "stages[1].config.schema is none of strict, lenient", "stages[1].config.drop is not a key"];
        Assert.Equal(expected.Length, error.Errors.Count);
        Assert.All(expected, text => Assert.Contains(error.Errors, one => one.StartsWith(text, StringComparison.Ordinal)));
    }

    [Fact]
    public void Validate_NoStages_SaysSo() =>
        Assert.Contains("stages count is 0", Assert.Throws<InvalidOptionsException>(new PipelineDefinition { Name = "n", Stages = [] }.Validate).Message, StringComparison.Ordinal);
}
