using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pipelines;
using Shannon.Analytics.Storage.Auditing;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Pipelines;

/// <summary>How records flow: order, back-pressure, batches, progress, cancellation, failures.</summary>
public class PipelineRunTests
{
    private static readonly StorageStage Store = new() { Name = "store" };

    [Fact]
    public async Task Run_ManyBatches_KeepsTheOrderAndReportsProgress()
    {
        var seen = new List<double?>();
        await using PipelineHost host = await PipelineHost.OpenAsync(new CallbackStage("look", record =>
        {
            seen.Add(((CustomMetric)record.Metric).Value);
            return StageDecision.Keep;
        }));
        var progress = new ReportedProgress();
        Pipeline pipeline = await host.CreateAsync(new CollectorStage { Name = "in", BatchSize = 10 }, new ValidatorStage { Name = "check" }, new TransformerStage { Name = "transform" }, Store, new CustomStage { Name = "look", Stage = "look" });

        await host.Pipelines.ProcessThroughPipelineAsync(pipeline.Id, Enumerable.Range(0, 995).Select(i => (PipelineRecord)Some.Metric(i)), progress, TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 995).Select(i => (double?)i), seen);
        Assert.Equal(seen, (await host.StoredAsync()).OrderBy(record => record.Id).Select(record => record.Value));
        Assert.True(progress.Reports.Select(report => report.Processed).SequenceEqual(progress.Reports.Select(report => report.Processed).Order()));
        Assert.Equal((995, 995, 0), (progress.Reports[^1].Received, progress.Reports[^1].Processed, progress.Reports[^1].Unprocessed));
    }

    [Fact]
    public async Task Run_StageThatWaits_HoldsUpTheSource()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using PipelineHost host = await PipelineHost.OpenAsync(new CallbackStage("wait", async (_, _) =>
        {
            await release.Task;
            return StageDecision.Keep;
        }));
        Pipeline pipeline = await host.Pipelines.CreateAsync(new() { Name = "n", QueueCapacity = 2, Stages = [new CollectorStage { Name = "in", BatchSize = 5 }, new CustomStage { Name = "wait", Stage = "wait" }] }, token);
        int given = 0;
        IEnumerable<PipelineRecord> Source()
        {
            for (int i = 0; i < 1_000; i++)
            {
                Volatile.Write(ref given, i + 1);
                yield return Some.Metric(i);
            }
        }

        Task<PipelineResult> run = host.Pipelines.ProcessThroughPipelineAsync(pipeline.Id, Source(), cancellationToken: token);
        PipelineStats stats = await host.Pipelines.GetPipelineStatsAsync(pipeline.Id, token);
        await Until.TrueAsync(async () => (stats = await host.Pipelines.GetPipelineStatsAsync(pipeline.Id, token)).Stages[1].QueueDepth == 15, "the queue is full");

        // One batch in the stage, two in its queue, one that waits for room: never more.
        Assert.Equal((20, 1, 15), (Volatile.Read(ref given), stats.ActiveRuns, stats.Stages[1].MaxQueueDepth));
        Assert.False(run.IsCompleted);
        release.SetResult();
        Assert.Equal(1_000, (await run).Processed);
    }

    [Fact]
    public async Task Stream_SlowSource_SendsAfterTheFlushInterval()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using PipelineHost host = await PipelineHost.OpenAsync();
        Pipeline pipeline = await host.CreateAsync(new CollectorStage { Name = "in", BatchSize = 100, FlushInterval = TimeSpan.FromSeconds(5) }, Store);
        var source = Channel.CreateUnbounded<PipelineRecord>();

        Task<PipelineResult> run = host.Pipelines.ProcessStreamThroughPipelineAsync(pipeline.Id, source.Reader.ReadAllAsync(token), cancellationToken: token);
        source.Writer.TryWrite(Some.Metric(1));
        await Until.TrueAsync(async () => (await host.Pipelines.GetPipelineStatsAsync(pipeline.Id, token)).TotalReceived == 1, "the record was taken");
        Assert.Empty(await host.StoredAsync());
        await Until.TrueAsync(async () =>
        {
            host.Time.Advance(TimeSpan.FromSeconds(5));
            return (await host.StoredAsync()).Count == 1;
        }, "the record was stored");
        source.Writer.TryWrite(Some.Metric(2));
        source.Writer.Complete();

        Assert.Equal(2, (await run).Processed);
        Assert.Equal(2, (await host.StoredAsync()).Count);
    }

    [Fact]
    public async Task Stream_SourceThatFails_StoresWhatItGaveAndThrowsItsException()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using PipelineHost host = await PipelineHost.OpenAsync();
        Pipeline pipeline = await host.CreateAsync(Store);
        static async IAsyncEnumerable<PipelineRecord> Source()
        {
            yield return Some.Metric(1);
            await Task.Yield();
            yield return Some.Metric(2);
            throw new TimeoutException("source");
        }

        await Assert.ThrowsAsync<TimeoutException>(() => host.Pipelines.ProcessStreamThroughPipelineAsync(pipeline.Id, Source(), cancellationToken: token));

        Assert.Equal(2, (await host.StoredAsync()).Count);
        PipelineStats stats = await host.Pipelines.GetPipelineStatsAsync(pipeline.Id, token);
        Assert.Equal((2, 2, 0), (stats.TotalReceived, stats.TotalProcessed, stats.TotalUnprocessed));
    }

    [Fact]
    public async Task Stream_ChannelThatWasClosed_ThrowsThatAndNothingElse()
    {
        await using PipelineHost host = await PipelineHost.OpenAsync();
        Pipeline pipeline = await host.CreateAsync(Store);
        static async IAsyncEnumerable<PipelineRecord> Source()
        {
            yield return Some.Metric(1);
            await Task.Yield();
            throw new ChannelClosedException();
        }

        await Assert.ThrowsAsync<ChannelClosedException>(() => host.Pipelines.ProcessStreamThroughPipelineAsync(pipeline.Id, Source(), cancellationToken: TestContext.Current.CancellationToken));

        Assert.Single(await host.StoredAsync());
    }

    [Fact]
    public async Task Stream_SourceThatIgnoresCancellation_EndsAllTheSame()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using PipelineHost host = await PipelineHost.OpenAsync();
        Pipeline pipeline = await host.CreateAsync(Store);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(token);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        async IAsyncEnumerable<PipelineRecord> Source([EnumeratorCancellation] CancellationToken ignored = default)
        {
            yield return Some.Metric(1);
            asked.SetResult();
            await never.Task;
        }

        Task<PipelineResult> run = host.Pipelines.ProcessStreamThroughPipelineAsync(pipeline.Id, Source(CancellationToken.None), cancellationToken: cancel.Token);
        await asked.Task;
        await cancel.CancelAsync();

        Assert.Equal(cancel.Token, (await Assert.ThrowsAsync<OperationCanceledException>(() => run)).CancellationToken);
        never.SetResult();
    }

    [Fact]
    public async Task Run_Cancelled_SaysWhatBecameOfEveryRecord()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using PipelineHost host = await PipelineHost.OpenAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(token);
        Pipeline pipeline = await host.CreateAsync(new CollectorStage { Name = "in", BatchSize = 10 }, new ValidatorStage { Name = "check" }, new StorageStage { Name = "store", BatchSize = 10 });
        var progress = new ReportedProgress { OnReport = _ => cancel.Cancel() };

        await Assert.ThrowsAsync<OperationCanceledException>(() => host.Pipelines.ProcessThroughPipelineAsync(pipeline.Id, Enumerable.Range(0, 1_000_000).Select(i => (PipelineRecord)Some.Metric(i)), progress, cancel.Token));

        PipelineResult last = progress.Reports[^1];
        int stored = (await host.StoredAsync()).Count;
        Assert.Equal((stored, stored, last.Received), (last.Processed, last.Stages[2].Out, last.Processed + last.Unprocessed));
        Assert.InRange(last.Received, 10, 999_999);
        PipelineStats stats = await host.Pipelines.GetPipelineStatsAsync(pipeline.Id, token);
        Assert.Equal((last.Received, last.Processed, last.Unprocessed, 0), (stats.TotalReceived, stats.TotalProcessed, stats.TotalUnprocessed, stats.ActiveRuns));
    }

    [Fact]
    public async Task Dispose_DuringARun_EndsIt()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using PipelineHost host = await PipelineHost.OpenAsync();
        Pipeline pipeline = await host.CreateAsync(Store);
        var source = Channel.CreateUnbounded<PipelineRecord>();

        Task<PipelineResult> run = host.Pipelines.ProcessStreamThroughPipelineAsync(pipeline.Id, source.Reader.ReadAllAsync(token), cancellationToken: token);
        await Until.TrueAsync(async () => (await host.Pipelines.GetPipelineStatsAsync(pipeline.Id, token)).ActiveRuns == 1, "the run began");
        await host.Engine.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Throws<ObjectDisposedException>(() => host.Pipelines);
    }

    [Fact]
    public async Task Records_SentTwice_AreAsFreshAsBefore()
    {
        await using PipelineHost host = await PipelineHost.OpenAsync();
        PipelineRecord[] records = [PipelineRecord.FromJson("""{"type":"a","value":"x"}"""), Some.Metric()];
        Pipeline pipeline = await host.CreateAsync(new ValidatorStage { Name = "check" }, new TransformerStage { Name = "transform" }, Store);

        PipelineResult first = await host.Pipelines.ProcessThroughPipelineAsync(pipeline.Id, records);
        PipelineResult second = await host.Pipelines.ProcessThroughPipelineAsync(pipeline.Id, records);

        Assert.Equal((2, 1), (first.Processed, first.Invalid));
        Assert.Equal((2, 1), (second.Processed, second.Invalid));
        Assert.Equal(4, (await host.StoredAsync()).Count);
        Assert.All(records, record => Assert.False(record.IsInvalid));
    }

    [Fact]
    public async Task Stats_AfterARestart_GoOn()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using PipelineHost host = await PipelineHost.OpenAsync();
        Pipeline pipeline = await host.CreateAsync(new ValidatorStage { Name = "check", DropInvalid = true }, Store);
        PipelineRecord[] records = [Some.Metric(), PipelineRecord.FromJson("{}"), PipelineRecord.FromJson("no json")];
        await host.Pipelines.ProcessThroughPipelineAsync(pipeline.Id, records, cancellationToken: token);

        await host.RestartAsync();
        await host.Pipelines.ProcessThroughPipelineAsync(pipeline.Id, records, cancellationToken: token);

        PipelineStats stats = await host.Pipelines.GetPipelineStatsAsync(pipeline.Id, token);
        Assert.Equal((2, 6, 2, 2, 2, 2, 2), (stats.Runs, stats.TotalReceived, stats.TotalProcessed, stats.TotalErrors, stats.TotalInvalid, stats.TotalDropped, stats.DeadLetters));
        Assert.Equal(new StageCounts { Name = "check", Type = "validator", In = 6, Out = 2, Invalid = 2, Dropped = 2, Errors = 2 }, stats.Stages[0].Counts);
        Assert.Equal(2, stats.Stages[0].Batches);
        Assert.True(stats.Stages[0].P50Microseconds <= stats.Stages[0].P95Microseconds);
        Assert.Equal(host.Time.GetUtcNow(), stats.LastRunAt);
    }

    [Fact]
    public async Task Definitions_LiveTheirLife_AndAreAudited()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using PipelineHost host = await PipelineHost.OpenAsync();
        IPipelines pipelines = host.Pipelines;
        Pipeline created = await host.CreateAsync(Store);
        await pipelines.CreateAsync(new() { Name = "Another", Stages = [Store] }, token);
        Pipeline updated = await pipelines.UpdateAsync(created.Id, created.Definition with { Name = "Zebra" }, token);
        Pipeline disabled = await pipelines.EnableAsync(created.Id, false, token);
        await host.RestartAsync();
        pipelines = host.Pipelines;

        Assert.Equal(["Another", "Zebra"], (await pipelines.ListAsync(token)).Select(pipeline => pipeline.Name));
        Assert.Equal((1, 2, 3, false), (created.Version, updated.Version, disabled.Version, disabled.Definition.IsEnabled));
        Assert.Contains("disabled", (await Assert.ThrowsAsync<InvalidOperationException>(() => pipelines.ProcessThroughPipelineAsync(created.Id, [Some.Metric()], cancellationToken: token))).Message, StringComparison.Ordinal);
        Assert.True(await pipelines.DeleteAsync(created.Id, token));
        Assert.False(await pipelines.DeleteAsync(created.Id, token));
        Assert.Null(await pipelines.GetAsync(created.Id, token));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => pipelines.UpdateAsync(created.Id, created.Definition, token));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => pipelines.GetPipelineStatsAsync(created.Id, token));
        Assert.Equal(
            ["pipeline.create", "pipeline.update", "pipeline.disable", "pipeline.delete"],
            (await new AuditLog(host.Store, host.Time).ReadAsync(cancellationToken: token).ToListAsync(token)).Where(entry => entry.Entry.Target == "pipeline:" + created.Id).Select(entry => entry.Entry.Action));
    }
}
