using Shannon.Analytics.Pipelines;
using Shannon.Analytics.Pipelines.Optimizing;
using Shannon.Analytics.Pipelines.Persistence;
using Shannon.Analytics.Pipelines.Running;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Pipelines;

/// <summary>Advice by given figures, and what comes of following it.</summary>
public class PipelineOptimizerTests
{
    private readonly PipelineTotals _totals = new();

    [Fact]
    public void Storage_WithSmallBatches_IsToldALargerOneByTheMeasuredLine()
    {
        var definition = Of(new CollectorStage { Name = "in", BatchSize = 100 }, new StorageStage { Name = "store" });
        foreach (int records in Enumerable.Range(0, 50).Select(i => 50 + (i % 5 * 25)))
        {
            // 2,000 µs each commit and 2 µs for each record.
            Measure("store", records, 2_000 + (2 * records));
        }

        PipelineSuggestion suggestion = Assert.Single(Suggest(definition));

        // (2000/100 - 2000/9000) / (2000/100 + 2) of all the time there is.
        Assert.Equal((PipelineSuggestionKind.BatchSize, "in", 0.899), (suggestion.Kind, suggestion.Stage, Math.Round(suggestion.EstimatedGain, 3)));
        Assert.Contains("took 2000 µs and 2.00 µs for each record", suggestion.Reason, StringComparison.Ordinal);
        Assert.Equal(9_000, ((CollectorStage)suggestion.Patch!.ApplyTo(definition).Stages[0]).BatchSize);
    }

    [Fact]
    public void Storage_WithBatchesAllAlike_IsToldNothing()
    {
        for (int i = 0; i < 50; i++)
        {
            Measure("store", 100, 5_000);
        }

        Assert.Empty(Suggest(Of(new CollectorStage { Name = "in" }, new StorageStage { Name = "store" })));
    }

    [Fact]
    public void Filter_BehindTheWork_IsMovedBeforeIt()
    {
        var definition = Of(new ValidatorStage { Name = "check" }, new EnricherStage { Name = "enrich" }, new TransformerStage { Name = "transform" }, new FilterStage { Name = "only", Match = new RecordMatch { Metric = "error" } });
        Measure("check", 2_000, 100, changed: 1);
        Measure("enrich", 2_000, 500, changed: 5);
        Measure("transform", 2_000, 300, changed: 5);
        Measure("only", 2_000, 100, dropped: 1_500);

        PipelineSuggestion suggestion = Assert.Single(Suggest(definition));

        Assert.Equal((PipelineSuggestionKind.Order, "only", 0.6), (suggestion.Kind, suggestion.Stage, Math.Round(suggestion.EstimatedGain, 6)));
        Assert.Equal(["check", "only", "enrich", "transform"], suggestion.Patch!.ApplyTo(definition).Stages.Select(stage => stage.Name));
    }

    [Fact]
    public void Filter_ThatNeedsWhatStandsBefore_Stays()
    {
        Measure("enrich", 2_000, 500, changed: 5);
        Measure("only", 2_000, 400, dropped: 1_500);

        Assert.Empty(Suggest(Of(new EnricherStage { Name = "enrich" }, new FilterStage { Name = "only", Match = new RecordMatch { UserId = "ada" } })));
    }

    [Fact]
    public void Enricher_ThatChangesNothing_IsTakenOut()
    {
        var definition = Of(new EnricherStage { Name = "enrich" }, new ValidatorStage { Name = "check" });
        Measure("enrich", 1_000, 30);
        Measure("check", 1_000, 70);

        PipelineSuggestion suggestion = Assert.Single(Suggest(definition), one => one.Kind == PipelineSuggestionKind.UselessStage);

        Assert.Equal(("enrich", 0.3), (suggestion.Stage, suggestion.EstimatedGain));
        Assert.Equal("check", Assert.Single(suggestion.Patch!.ApplyTo(definition).Stages).Name);
    }

    [Fact]
    public void Custom_ThatTakesMostOfTheTime_IsNamedWithoutAPatch()
    {
        Measure("own", 1_000, 9_000, changed: 1);
        Measure("check", 1_000, 1_000);

        PipelineSuggestion suggestion = Assert.Single(Suggest(Of(new CustomStage { Name = "own", Stage = "x" }, new ValidatorStage { Name = "check" })));

        Assert.Equal((PipelineSuggestionKind.SlowStage, "own", 0.8, null), (suggestion.Kind, suggestion.Stage, suggestion.EstimatedGain, suggestion.Patch));
        Assert.Contains("9.00 µs for each record", suggestion.Reason, StringComparison.Ordinal);
        Assert.Contains("\"patch\":null", suggestion.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Suggest_TooFewRecords_SaysNothing()
    {
        Measure("enrich", 999, 30);

        Assert.Empty(Suggest(Of(new EnricherStage { Name = "enrich" }, new ValidatorStage { Name = "check" })));
    }

    [Fact]
    public async Task Optimize_AfterARun_CanBeApplied()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using PipelineHost host = await PipelineHost.OpenAsync();
        Pipeline pipeline = await host.CreateAsync(new EnricherStage { Name = "enrich" }, new StorageStage { Name = "store" });
        Assert.Empty(await host.Pipelines.OptimizePipelineAsync(pipeline.Id, token));
        host.Time.AutoAdvanceAmount = TimeSpan.FromMicroseconds(50);
        await host.Pipelines.ProcessThroughPipelineAsync(pipeline.Id, Some.Make(1_000, i => (PipelineRecord)Some.Metric(i)), cancellationToken: token);

        PipelineSuggestion useless = Assert.Single(await host.Pipelines.OptimizePipelineAsync(pipeline.Id, token), one => one.Kind == PipelineSuggestionKind.UselessStage);
        Pipeline applied = await host.Pipelines.ApplySuggestionAsync(pipeline.Id, useless, token);

        Assert.Equal((2, "store"), (applied.Version, Assert.Single(applied.Definition.Stages).Name));
        Assert.Contains("changed meanwhile", (await Assert.ThrowsAsync<InvalidOperationException>(() => host.Pipelines.ApplySuggestionAsync(pipeline.Id, useless, token))).Message, StringComparison.Ordinal);
        Assert.Equal(1_000, (await host.Pipelines.ProcessThroughPipelineAsync(pipeline.Id, Some.Make(1_000, i => (PipelineRecord)Some.Metric(i)), cancellationToken: token)).Processed);
    }

    private static PipelineDefinition Of(params StageDefinition[] stages) => new() { Name = "n", Stages = stages };

    private IReadOnlyList<PipelineSuggestion> Suggest(PipelineDefinition definition) => new PipelineOptimizer(definition, _totals).Suggest();

    private void Measure(string stage, int records, double micros, int changed = 0, int dropped = 0)
    {
        StageTally tally = _totals.TallyOf(stage);
        tally.Counts.Add(new BatchCounts { In = records, Out = records - dropped, Changed = changed, Dropped = dropped });
        tally.AddTime(records, micros);
    }
}
