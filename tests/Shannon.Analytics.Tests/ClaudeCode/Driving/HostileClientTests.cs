using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Sessions;

namespace Shannon.Analytics.Tests.ClaudeCode.Driving;

/// <summary>Clients that hang, crash, rave and leave processes behind. Each test also proves, on disposal, that no process is left.</summary>
public sealed class HostileClientTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task Hang_PromptTimeout_IsKilledAndWhatItUsedStays()
    {
        await using StandIn standIn = await StandIn.OpenAsync(options => options with { PromptTimeout = TimeSpan.FromSeconds(2) });
        PromptResult result = await standIn.RunAsync("hang");
        Assert.Equal((false, ClaudeErrorTypes.Timeout), (result.Succeeded, result.ErrorType));
        await standIn.AssertNoProcessAsync();
        Assert.Equal(1111, (await standIn.SingleAsync("token_usage")).Value);
        Assert.Equal(ClaudeErrorTypes.Timeout, (await standIn.SingleAsync("error")).Attributes["error_type"].Text);
        Assert.Equal("estimated", (await standIn.SingleAsync("response_time")).Attributes["quality"].Text);
    }

    [Fact]
    public async Task Silence_IdleTimeout_IsKilled()
    {
        await using StandIn standIn = await StandIn.OpenAsync(options => options with { IdleTimeout = Short });
        Assert.Equal(ClaudeErrorTypes.IdleTimeout, (await standIn.RunAsync("silent")).ErrorType);
        await standIn.AssertNoProcessAsync();
    }

    [Theory]
    [InlineData(ClaudeProcessMode.PerPrompt)]
    [InlineData(ClaudeProcessMode.LongLived)]
    public async Task Cancel_MidPrompt_ThrowsAndTheSessionGoesOn(ClaudeProcessMode mode)
    {
        await using StandIn standIn = await StandIn.OpenAsync(options => options with { Mode = mode });
        AgentSession session = await standIn.NewSessionAsync();
        using var cancel = new CancellationTokenSource();
        using IDisposable subscription = standIn.Manager.Subscribe(new OnProgress(cancel.Cancel));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => standIn.Manager.ExecutePromptAsync(session.Id, "SCRIPT:hang", cancel.Token));
        await standIn.AssertNoProcessAsync();
        subscription.Dispose();
        Assert.True((await standIn.Manager.ExecutePromptAsync(session.Id, "SCRIPT:answer")).Succeeded);
        Assert.Equal([1111.0, 1150.0], (await standIn.AllAsync("token_usage")).Select(record => record.Value).Order());
    }

    [Fact]
    public async Task CancelPrompt_MidPrompt_IsAResult()
    {
        await using StandIn standIn = await StandIn.OpenAsync();
        AgentSession session = await standIn.NewSessionAsync();
        Assert.False(standIn.Manager.CancelPrompt(session.Id));
        using IDisposable subscription = standIn.Manager.Subscribe(new OnProgress(() => standIn.Manager.CancelPrompt(session.Id)));
        PromptResult result = await standIn.Manager.ExecutePromptAsync(session.Id, "SCRIPT:hang");
        Assert.Equal((false, ClaudeErrorTypes.Cancelled), (result.Succeeded, result.ErrorType));
    }

    [Fact]
    public async Task Crash_MidPrompt_IsAResultWithTheErrorOutputAtHand()
    {
        await using StandIn standIn = await StandIn.OpenAsync();
        AgentSession session = await standIn.NewSessionAsync();
        PromptResult result = await standIn.Manager.ExecutePromptAsync(session.Id, "SCRIPT:crash");
        Assert.Equal((false, ClaudeErrorTypes.ProcessExited), (result.Succeeded, result.ErrorType));
        Assert.Equal("a message of the crash\n", standIn.Manager.GetErrorOutput(session.Id));
        Assert.Equal(1111, (await standIn.SingleAsync("token_usage")).Value);
        Assert.True((await standIn.Manager.ExecutePromptAsync(session.Id, "SCRIPT:answer")).Succeeded);
    }

    [Fact]
    public async Task Garbage_IsCountedAndTheAnswerStands()
    {
        await using StandIn standIn = await StandIn.OpenAsync();
        Assert.True((await standIn.RunAsync("garbage")).Succeeded);
        Assert.Equal(1150, (await standIn.SingleAsync("token_usage")).Value);
        ClaudeStreamStatistics statistics = standIn.Manager.Statistics;
        Assert.Equal((6, 1), (statistics.MalformedLines, statistics.UnknownLines));
    }

    [Fact]
    public async Task Children_ThatIgnoreSignalsAndHoldTheOutput_AreEnded()
    {
        await using StandIn standIn = await StandIn.OpenAsync();
        PromptResult result = await standIn.RunAsync("children").WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((true, "done"), (result.Succeeded, result.Text));
        await standIn.AssertNoProcessAsync();
    }

    [Fact]
    public async Task ManySessions_AtOnce_LoseNoRecord()
    {
        await using StandIn standIn = await StandIn.OpenAsync(options => options with { MaxProcesses = 20 });
        PromptResult[] results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => standIn.RunAsync("many")));
        Assert.All(results, result => Assert.True(result.Succeeded, result.ErrorType));
        IReadOnlyList<MetricRecord> tokens = await standIn.AllAsync("token_usage");
        Assert.Equal((400, 20, 400 * 1150.0), (tokens.Count, tokens.Select(record => record.SessionId).Distinct().Count(), tokens.Sum(record => record.Value ?? 0)));
        Assert.Equal(20, (await standIn.AllAsync("turn_result")).Count);
        Assert.All(await standIn.AllAsync("turn_result"), turn => Assert.Equal(0, turn.Measurements["unseen_tokens"]));
        await standIn.AssertNoProcessAsync();
    }

    [Fact]
    public async Task Dispose_WhilePromptsRun_LeavesNoProcess()
    {
        await using StandIn standIn = await StandIn.OpenAsync();
        AgentSession session = await standIn.NewSessionAsync();
        var running = new TaskCompletionSource();
        using IDisposable subscription = standIn.Manager.Subscribe(new OnProgress(() => running.TrySetResult()));
        Task<PromptResult> prompt = standIn.Manager.ExecutePromptAsync(session.Id, "SCRIPT:hang");
        await running.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await standIn.Manager.DisposeAsync();
        Assert.Equal(ClaudeErrorTypes.Cancelled, (await prompt).ErrorType);
        await standIn.AssertNoProcessAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => standIn.NewSessionAsync());
    }

    /// <summary>Does something when a prompt shows progress.</summary>
    private sealed class OnProgress(Action action) : ISessionListener
    {
        public ValueTask OnActivityAsync(SessionActivity activity, CancellationToken cancellationToken = default)
        {
            if (activity.Kind == SessionActivityKind.Progress)
            {
                action();
            }

            return default;
        }
    }
}
