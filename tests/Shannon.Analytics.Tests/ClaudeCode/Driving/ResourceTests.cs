using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Resources;
using Shannon.Analytics.Sessions;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.ClaudeCode.Driving;

/// <summary>What a session's client and all it started use.</summary>
public sealed class ResourceTests
{
    private readonly FakeTimeProvider _time = new(Some.Time);

    [Fact]
    public async Task Prompt_AtItsEnd_IsSampledOnce()
    {
        await using StandIn standIn = await StandIn.OpenAsync(options => options with { Mode = ClaudeProcessMode.LongLived });
        AgentSession session = await standIn.NewSessionAsync();
        for (int prompts = 1; prompts <= 2; prompts++)
        {
            await standIn.Manager.ExecutePromptAsync(session.Id, "SCRIPT:answer");
            Assert.Equal(prompts, (await standIn.AllAsync("resource_usage")).Count);
        }

        MetricRecord sample = (await standIn.AllAsync("resource_usage"))[0];
        Assert.Equal((session.Id, "ada", standIn.Folder, ResourceNames.Agent), (sample.SessionId, sample.UserId, sample.Project, sample.Attributes[ResourceNames.Process].Text));
        Assert.Contains((int)sample.Attributes[ResourceNames.ProcessId].Number!, standIn.Processes());
        Assert.True(sample.Measurements["cpu_percent"] >= 0 && sample.Measurements["memory_mb"] > 1 && sample.Measurements["disk_io_write_mb"] >= 0);
    }

    [Fact]
    public async Task Prompt_WhileItRuns_IsSampledAtEveryInterval()
    {
        await using StandIn standIn = await OpenAsync();
        var samples = new Samples();
        using IDisposable subscription = standIn.Manager.Subscribe(samples);
        AgentSession session = await standIn.NewSessionAsync();
        Task<PromptResult> prompt = standIn.Manager.ExecutePromptAsync(session.Id, "SCRIPT:silent");

        // The client alone at first; then the process that it waits for, too.
        await WaitForAsync(() => samples.Seen.Count >= 3 && samples.Seen.Last().Measurements[ResourceNames.Processes] >= 2);
        int before = samples.Seen.Count;
        Assert.True(standIn.Manager.CancelPrompt(session.Id));
        Assert.Equal(ClaudeErrorTypes.Cancelled, (await prompt).ErrorType);
        Assert.Equal(before + 1, samples.Seen.Count);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(before + 1, samples.Seen.Count);
    }

    [Fact]
    public async Task Listener_Slow_GetsOneSampleAtATime()
    {
        await using StandIn standIn = await OpenAsync();
        var release = new TaskCompletionSource();
        var samples = new Samples { Release = release.Task };
        using IDisposable subscription = standIn.Manager.Subscribe(samples);
        AgentSession session = await standIn.NewSessionAsync();
        Task<PromptResult> prompt = standIn.Manager.ExecutePromptAsync(session.Id, "SCRIPT:silent");
        await WaitForAsync(() => !samples.Seen.IsEmpty);
        for (int i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Single(samples.Seen);
        release.SetResult();
        await WaitForAsync(() => samples.Seen.Count >= 2);
        standIn.Manager.CancelPrompt(session.Id);
        await prompt;
        Assert.Equal(1, samples.MostAtOnce);
    }

    [Fact]
    public async Task SamplingOff_RecordsNothing()
    {
        await using StandIn standIn = await StandIn.OpenAsync(options => options with { ResourceInterval = null, Mode = ClaudeProcessMode.LongLived });
        Assert.True((await standIn.RunAsync("answer")).Succeeded);
        Assert.Empty(await standIn.AllAsync("resource_usage"));
    }

    [Fact]
    public void ResourceInterval_OutOfRange_IsRefused() =>
        Assert.Contains("ResourceInterval", Assert.Throws<InvalidOptionsException>(() => new ClaudeCodeSessionManager(options: new ClaudeCodeSessionManagerOptions { ResourceInterval = TimeSpan.FromMilliseconds(999) })).Message, StringComparison.Ordinal);

    private Task<StandIn> OpenAsync() => StandIn.OpenAsync(options => options with { TimeProvider = _time, PromptTimeout = null, IdleTimeout = null, ResourceInterval = TimeSpan.FromMinutes(1) });

    // The client takes its time to start: the clock goes on until it is sampled.
    private Task WaitForAsync(Func<bool> condition) => Until.True(
        () =>
        {
            if (condition())
            {
                return true;
            }

            _time.Advance(TimeSpan.FromMinutes(1));
            return false;
        },
        "the samples");

    /// <summary>Collects samples, and how many calls there were at once.</summary>
    private sealed class Samples : ISessionListener
    {
        private int _running;

        public Task Release { get; init; } = Task.CompletedTask;

        public ConcurrentQueue<ResourceMetric> Seen { get; } = new();

        public int MostAtOnce { get; private set; }

        public async ValueTask OnActivityAsync(SessionActivity activity, CancellationToken cancellationToken = default)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _running));
            foreach (ResourceMetric sample in activity.Metrics.OfType<ResourceMetric>())
            {
                Seen.Enqueue(sample);
                await Release;
            }

            Interlocked.Decrement(ref _running);
        }
    }
}
