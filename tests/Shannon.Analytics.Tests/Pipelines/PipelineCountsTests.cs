using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pipelines;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Pipelines;

/// <summary>Whatever the pipeline, the records and the moment of cancellation: every record is accounted for, in the result, the figures, the store and the dead letters.</summary>
public sealed class PipelineCountsTests : IDisposable
{
    private readonly Lock _lock = new();
    private CancellationTokenSource _cancel = new();
    private int _left;

    public void Dispose() => _cancel.Dispose();

    [Fact]
    public async Task Counts_OfRandomPipelinesAndRecords_AlwaysAddUp()
    {
        await using PipelineHost host = await PipelineHost.OpenAsync(new CallbackStage("moody", Moody));
        foreach (int seed in Enumerable.Range(0, 150))
        {
            var random = new Random(seed);
            await CheckAsync(host, random, seed, cancels: false);
        }
    }

    [Fact]
    public async Task Counts_OfCancelledRuns_AlwaysAddUp()
    {
        await using PipelineHost host = await PipelineHost.OpenAsync(new CallbackStage("moody", Moody));
        int cancelled = 0;
        foreach (int seed in Enumerable.Range(1_000, 100))
        {
            var random = new Random(seed);
            cancelled += await CheckAsync(host, random, seed, cancels: true) ? 1 : 0;
        }

        Assert.InRange(cancelled, 20, 100);
    }

    // Keeps, drops, flags, changes or throws by what the record says; after a while it cancels the run.
    private StageDecision Moody(PipelineRecord record)
    {
        lock (_lock)
        {
            if (_left-- == 0)
            {
                _cancel.Cancel();
            }
        }

        switch (record.Metric.Attributes.TryGetValue("mood", out AttributeValue mood) ? mood.Number : null)
        {
            case 1:
                return StageDecision.Drop;
            case 2:
                record.Flag("mood: is bad.");
                return StageDecision.Keep;
            case 3:
                throw new FormatException("mood");
            case 4:
                record.Metric = record.Metric with { Project = "changed" };
                return StageDecision.Keep;
            default:
                return StageDecision.Keep;
        }
    }

    private async Task<bool> CheckAsync(PipelineHost host, Random random, int seed, bool cancels)
    {
        PipelineDefinition definition = Definition(random);
        PipelineRecord[] records = Some.Make(random.Next(400), _ => Record(random, seed));
        Pipeline pipeline = await host.Pipelines.CreateAsync(definition);
        _cancel.Dispose();
        _cancel = new CancellationTokenSource();
        _left = cancels ? random.Next(300) : -1;
        var progress = new ReportedProgress();
        bool isCancelled = false;
        try
        {
            Task<PipelineResult> run = random.Next(2) == 0
                ? host.Pipelines.ProcessThroughPipelineAsync(pipeline.Id, records, progress, _cancel.Token)
                : host.Pipelines.ProcessStreamThroughPipelineAsync(pipeline.Id, records.ToAsyncEnumerable(), progress, _cancel.Token);
            await run;
        }
        catch (OperationCanceledException)
        {
            isCancelled = true;
        }

        PipelineResult result = progress.Reports[^1];
        PipelineStats stats = await host.Pipelines.GetPipelineStatsAsync(pipeline.Id);
        IReadOnlyList<DeadLetter> letters = await host.Pipelines.ListDeadLettersAsync(pipeline.Id);
        int stored = (await host.StoredAsync()).Count(record => record.Model == "m" + seed);
        string about = FormattableString.Invariant($"seed {seed}: {definition}, {result}");

        Assert.True(isCancelled ? result.Received <= records.Length : result.Received == records.Length && result.Unprocessed == 0, about);
        Assert.True(result.Received == result.Processed + result.Dropped + result.Errors + result.Unprocessed && result.Unprocessed >= 0, about);
        Assert.True(result.Errors == letters.Count && result.Errors == result.Stages.Sum(stage => stage.Errors) && result.Dropped == result.Stages.Sum(stage => stage.Dropped) && result.Invalid == result.Stages.Sum(stage => stage.Invalid), about);
        Assert.True(stored == (result.Stages.SingleOrDefault(stage => stage.Type == "storage")?.Out ?? 0), $"{about}: {stored} stored");
        Assert.True(
            (stats.TotalReceived, stats.TotalProcessed, stats.TotalDropped, stats.TotalErrors, stats.TotalInvalid, stats.TotalUnprocessed) == (result.Received, result.Processed, result.Dropped, result.Errors, result.Invalid, result.Unprocessed),
            $"{about}: {stats}");
        Assert.Equal(result.Stages, stats.Stages.Select(stage => stage.Counts));
        CheckStages(result, definition, isCancelled, about);
        return isCancelled;
    }

    private static void CheckStages(PipelineResult result, PipelineDefinition definition, bool isCancelled, string about)
    {
        bool routes = definition.Stages.Any(stage => stage is RouterStage);
        long before = result.Received;
        foreach (StageCounts stage in result.Stages)
        {
            long left = stage.Out + stage.Dropped + stage.Errors;
            Assert.True(isCancelled ? stage.In >= left : stage.In == left, $"{about}: {stage.Name}");
            Assert.True(isCancelled || routes ? stage.In <= before : stage.In == before, $"{about}: {stage.Name}");
            before = routes ? before : stage.Out;
        }

        Assert.True(routes || isCancelled || before == result.Processed, about);
    }

    private static PipelineRecord Record(Random random, int seed)
    {
        MetricInput metric = random.Next(10) switch
        {
            0 => new CustomMetric("nan", double.NaN),
            1 => new CustomMetric(new string('x', 300), 1),
            2 => new ErrorMetric("E"),
            3 => new TokenMetric { PromptTokens = random.Next(100), CompletionTokens = 5 },
            _ => new CustomMetric("m" + random.Next(3), random.Next(100)),
        };
        metric = metric with { Model = "m" + seed, SessionId = random.Next(2) == 0 ? "s" + random.Next(5) : null, Attributes = new AttributeSet { ["mood"] = random.Next(12) } };
        return random.Next(12) switch
        {
            0 => PipelineRecord.FromJson($$"""{"type":"json","value":"text","model":"m{{seed}}","mood":{{random.Next(6)}}}"""),
            1 => PipelineRecord.FromJson($$$"""{"type":"json","value":{{{random.Next(9)}}},"model":"m{{{seed}}}","attributes":{"mood":{{{random.Next(6)}}}}}"""),
            2 => PipelineRecord.FromJson("[1"),
            _ => metric,
        };
    }

    private static PipelineDefinition Definition(Random random)
    {
        var stages = new List<StageDefinition>();
        if (random.Next(3) > 0)
        {
            stages.Add(new CollectorStage { Name = "in", BatchSize = random.Next(1, 60) });
        }

        int storage = random.Next(8);
        int count = random.Next(1, 7);
        for (int i = 0; i < count; i++)
        {
            stages.Add(i == storage ? new StorageStage { Name = "store", BatchSize = random.Next(1, 200) } : Stage(random, "stage" + i));
        }

        if (random.Next(4) == 0)
        {
            string last = stages.Last(stage => stage is not CollectorStage).Name;
            stages.Insert(stages[0] is CollectorStage ? 1 : 0, new RouterStage { Name = "route", Routes = [new RouterRule(new RecordMatch { Metric = "m0" }, last), new RouterRule(new RecordMatch { Metric = "m1" }, RouterStage.End)] });
        }

        return new PipelineDefinition { Name = "n", QueueCapacity = random.Next(1, 4), Stages = stages };
    }

    private static StageDefinition Stage(Random random, string name) => random.Next(6) switch
    {
        0 => new ValidatorStage { Name = name, Schema = (SchemaMode)random.Next(2), DropInvalid = random.Next(2) == 0 },
        1 => new FilterStage { Name = name, Match = new RecordMatch { Metric = "m2" }, Mode = FilterMode.Drop },
        2 => new SamplerStage { Name = name, Rate = 0.7, By = (SamplerUnit)random.Next(2), Seed = random.Next() },
        3 => new EnricherStage { Name = name },
        4 => new TransformerStage { Name = name },
        _ => new CustomStage { Name = name, Stage = "moody" },
    };
}
