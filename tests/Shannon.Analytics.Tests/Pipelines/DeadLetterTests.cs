using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Pipelines;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Auditing;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Pipelines;

/// <summary>Records that break a stage.</summary>
public class DeadLetterTests
{
    private static readonly StorageStage Store = new() { Name = "store" };

    private bool _isBroken = true;

    [Fact]
    public async Task Stage_ThatThrows_SendsTheRecordAsItCameToTheDeadLetters()
    {
        await using PipelineHost host = await OpenAsync();
        Pipeline pipeline = await host.CreateAsync(new TransformerStage { Name = "transform" }, new CustomStage { Name = "own", Stage = "fragile" }, Store);

        PipelineResult result = await host.Pipelines.ProcessThroughPipelineAsync(pipeline.Id, [Some.Metric(1), new CustomMetric("bad", 2) { SessionId = "s", UserId = "ada" }, Some.Metric(3), PipelineRecord.FromJson("{\"type\":")]);

        Assert.Equal((2, 2, 0), (result.Processed, result.Errors, result.Unprocessed));
        IReadOnlyList<DeadLetter> letters = [.. (await host.Pipelines.ListDeadLettersAsync(pipeline.Id)).OrderBy(letter => letter.Stage)];
        Assert.Equal(["own", "transform"], letters.Select(letter => letter.Stage));
        Assert.Equal(("The stage threw System.FormatException.", 1, host.Time.GetUtcNow()), (letters[0].Reason, letters[0].Attempts, letters[0].FailedAt));
        MetricInput kept = MetricJson.Parse(letters[0].Record!);
        Assert.Equal(("bad", "s", "ada", Some.Time), (kept.Name, kept.SessionId, kept.UserId, kept.Timestamp));
        Assert.False(kept.Attributes.ContainsKey("touched"));
        Assert.Equal(("The text is no JSON at byte 8 of line 0.", "{\"type\":"), (letters[1].Reason, letters[1].Record));
    }

    [Fact]
    public async Task Replay_OnceMended_StoresOnceAndForgets()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using PipelineHost host = await OpenAsync();
        Pipeline pipeline = await host.CreateAsync(new SamplerStage { Name = "first", Rate = 1 }, new CustomStage { Name = "own", Stage = "fragile" }, Store);
        await host.Pipelines.ProcessThroughPipelineAsync(pipeline.Id, [new CustomMetric("bad", 1), new CustomMetric("bad", 2)], cancellationToken: token);
        IReadOnlyList<DeadLetter> letters = await host.Pipelines.ListDeadLettersAsync(pipeline.Id, token);

        PipelineResult stillBroken = await host.Pipelines.ReplayDeadLettersAsync(pipeline.Id, [letters[0].Id], cancellationToken: token);
        IReadOnlyList<DeadLetter> after = await host.Pipelines.ListDeadLettersAsync(pipeline.Id, token);
        Assert.Equal((1, 1, 0), (stillBroken.Received, stillBroken.Errors, stillBroken.Stages[0].In));
        Assert.Equal(letters.Select(letter => letter.Id), after.Select(letter => letter.Id));
        Assert.Equal([2, 1], after.Select(letter => letter.Attempts));

        _isBroken = false;
        await host.RestartAsync();
        PipelineResult mended = await host.Pipelines.ReplayDeadLettersAsync(pipeline.Id, cancellationToken: token);

        Assert.Equal((2, 2, 0), (mended.Received, mended.Processed, mended.Errors));
        Assert.Empty(await host.Pipelines.ListDeadLettersAsync(pipeline.Id, token));
        Assert.Equal([1, 2], (await host.StoredAsync()).Select(record => record.Value!.Value).Order());
        Assert.All(await host.StoredAsync(), record => Assert.NotNull(record.Key));
        Assert.Contains("pipeline.replay", (await new AuditLog(host.Store, host.Time).ReadAsync(cancellationToken: token).ToListAsync(token)).Select(entry => entry.Entry.Action));
    }

    [Fact]
    public async Task Delete_SomeOrAll_ForgetsThem()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using PipelineHost host = await OpenAsync();
        Pipeline pipeline = await host.CreateAsync(new CustomStage { Name = "own", Stage = "fragile" });
        await host.Pipelines.ProcessThroughPipelineAsync(pipeline.Id, Enumerable.Range(0, 5).Select(i => (PipelineRecord)new CustomMetric("bad", i)), cancellationToken: token);
        IReadOnlyList<DeadLetter> letters = await host.Pipelines.ListDeadLettersAsync(pipeline.Id, token);
        Assert.Equal([0, 1, 2, 3, 4], letters.Select(letter => ((CustomMetric)MetricJson.Parse(letter.Record!)).Value));

        Assert.Equal(1, await host.Pipelines.DeleteDeadLettersAsync(pipeline.Id, [letters[2].Id, "unknown"], token));
        Assert.Equal(4, await host.Pipelines.DeleteDeadLettersAsync(pipeline.Id, cancellationToken: token));
        Assert.Empty(await host.Pipelines.ListDeadLettersAsync(pipeline.Id, token));
    }

    [Fact]
    public async Task Storage_ThatRefusesSome_StoresTheOthers()
    {
        await using PipelineHost host = await PipelineHost.OpenAsync();
        Pipeline pipeline = await host.CreateAsync(Store);

        PipelineResult result = await host.Pipelines.ProcessThroughPipelineAsync(pipeline.Id, [Some.Metric(1), new CustomMetric("a", double.NaN), Some.Metric(2), new CustomMetric(new string('x', 500), 1)]);

        Assert.Equal((2, 2), (result.Processed, result.Errors));
        Assert.Equal(2, (await host.StoredAsync()).Count);
        Assert.Equal(["Field 'type'", "Field 'value'"], (await host.Pipelines.ListDeadLettersAsync(pipeline.Id)).Select(letter => letter.Reason[..letter.Reason.IndexOf(':', StringComparison.Ordinal)]).Order());
    }

    [Fact]
    public async Task Filters_OfTheStore_ApplyToDeadLetters()
    {
        await using PipelineHost host = await OpenAsync();
        using IDisposable filter = host.Store.Filters.Add(new HideUsers());
        Pipeline pipeline = await host.CreateAsync(new CustomStage { Name = "own", Stage = "fragile" });

        await host.Pipelines.ProcessThroughPipelineAsync(pipeline.Id, [new CustomMetric("bad", 1) { UserId = "ada" }, PipelineRecord.FromJson("{\"user\":\"ada\",")]);

        IReadOnlyList<DeadLetter> letters = await host.Pipelines.ListDeadLettersAsync(pipeline.Id);
        Assert.Equal(2, letters.Count);
        Assert.All(letters, letter => Assert.DoesNotContain("ada", letter.Record ?? string.Empty, StringComparison.Ordinal));
        Assert.Single(letters, letter => letter.Record is null);
    }

    [Fact]
    public async Task Box_ThatIsFull_StopsTheRunRatherThanLoseARecord()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using PipelineHost host = await OpenAsync();
        Pipeline pipeline = await host.CreateAsync(new CollectorStage { Name = "in", BatchSize = 1_000 }, new CustomStage { Name = "own", Stage = "fragile" });
        await host.Pipelines.ProcessThroughPipelineAsync(pipeline.Id, Enumerable.Range(0, PipelineLimits.MaxDeadLetters).Select(i => (PipelineRecord)new CustomMetric("bad", i)), cancellationToken: token);

        var stopped = await Assert.ThrowsAsync<PipelineStoppedException>(() => host.Pipelines.ProcessThroughPipelineAsync(pipeline.Id, [new CustomMetric("bad", 1)], cancellationToken: token));

        Assert.Equal((1, 0, 0, 1), (stopped.Result.Received, stopped.Result.Processed, stopped.Result.Errors, stopped.Result.Unprocessed));
        Assert.Equal(PipelineLimits.MaxDeadLetters, (await host.Pipelines.GetPipelineStatsAsync(pipeline.Id, token)).DeadLetters);
    }

    [Fact]
    public async Task Custom_NotRegistered_IsRefusedWithItsSettings()
    {
        await using PipelineHost host = await PipelineHost.OpenAsync(new CallbackStage("strict", _ => StageDecision.Keep) { Check = settings => settings.Count == 0 ? ["level is missing; give 1 to 9."] : [] });

        var error = await Assert.ThrowsAsync<InvalidOptionsException>(() => host.CreateAsync(new CustomStage { Name = "a", Stage = "unknown" }, new CustomStage { Name = "b", Stage = "strict" }, new SamplerStage { Name = "c", Rate = 2 }));

        Assert.Equal(3, error.Errors.Count);
        Assert.Contains(error.Errors, one => one.StartsWith("stages[0].config.stage is 'unknown'; registered are strict.", StringComparison.Ordinal));
        Assert.Contains("stages[1].config.settings: level is missing; give 1 to 9.", error.Errors);
    }

    private Task<PipelineHost> OpenAsync() => PipelineHost.OpenAsync(new CallbackStage("fragile", record =>
    {
        if (_isBroken && record.Metric.Name == "bad")
        {
            record.Metric = record.Metric with { Attributes = new AttributeSet { ["touched"] = true } };
            throw new FormatException("ada@example.com");
        }

        return StageDecision.Keep;
    }));

    private sealed class HideUsers : IRecordFilter
    {
        public MetricInput Apply(MetricInput metric) => metric with { UserId = null };

        public ColumnBatch Apply(ColumnBatch batch) => batch with { Users = null };
    }
}
