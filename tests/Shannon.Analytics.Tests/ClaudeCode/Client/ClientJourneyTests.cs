using System.Diagnostics;
using System.Globalization;
using SessionHost;
using SessionHost.Agents;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Realtime;
using Shannon.Analytics.Resources;
using Shannon.Analytics.Sessions;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.ClaudeCode.Client;

/// <summary>The real client over several prompts and sessions: streams, compaction, resuming, branching off, refusals, violence.</summary>
public sealed class ClientJourneyTests
{
    [Fact]
    public async Task Stream_FivePrompts_ShowsFiveTimesAndFiveUsages()
    {
        await using ClientTest test = await ClientTest.OpenAsync();
        AgentSession session = await test.NewSessionAsync();
        IMetricStream stream = test.Engine.StreamMetricsAsync(new MetricStreamRequest { Metrics = ["response_time", "token_usage"], SessionId = session.Id });
        for (int i = 0; i < 5; i++)
        {
            Assert.True((await test.Manager.ExecutePromptAsync(session.Id, "SCENARIO:plain again")).Succeeded);
        }

        var seen = new List<MetricRecord>();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await foreach (MetricStreamItem item in stream.WithCancellation(patience.Token))
        {
            seen.Add(item.Record!);
            if (seen.Count == 10)
            {
                break;
            }
        }

        Assert.Equal((5, 5), (seen.Count(record => record.Name == "response_time"), seen.Count(record => record.Name == "token_usage")));
        Assert.All(seen, record => Assert.Equal(session.Id, record.SessionId));
    }

    [Fact]
    public async Task Compaction_IsAnEvent_AndTheDifferenceBetweenSourcesIsTold()
    {
        await using ClientTest test = await ClientTest.OpenAsync();
        AgentSession session = await test.NewSessionAsync();
        Assert.True((await test.Manager.ExecutePromptAsync(session.Id, "SCENARIO:plain again")).Succeeded);
        PromptResult compacted = await test.Manager.ExecutePromptAsync(session.Id, "/compact");
        Assert.True(compacted.Succeeded, compacted.ErrorType);
        MetricRecord compaction = Assert.Single(await test.AllAsync("compaction"));
        Assert.Equal((session.Id, "manual"), (compaction.SessionId, compaction.Attributes["trigger"].Text));
        Assert.True(compaction.Measurements["pre_tokens"] > 0);

        // What the summary took is in the client's own account, not among the responses that the stream shows.
        double shown = (await test.AllAsync("token_usage")).Sum(record => record.Value ?? 0);
        double unseen = (await test.AllAsync("turn_result")).Sum(record => record.Measurements.GetValueOrDefault("unseen_tokens"));
        Assert.Equal(test.Api.Usages.Sum(usage => usage.Total), shown + unseen);
        Assert.True((await test.Manager.ExecutePromptAsync(session.Id, "SCENARIO:plain again")).Succeeded);
        await test.ImportAsync();
        Assert.Single(await test.AllAsync("compaction"));
    }

    [Fact]
    public async Task Resume_InAnotherManager_GoesOnAndCountsNothingTwice()
    {
        await using ClientTest test = await ClientTest.OpenAsync();
        AgentSession session = await test.NewSessionAsync();
        await test.Manager.ExecutePromptAsync(session.Id, "SCENARIO:plain first");
        await test.Manager.EndSessionAsync(session.Id);
        Assert.Equal(session.Id, (await test.Manager.ResumeSessionAsync(session.Id, new AgentSessionOptions { UserId = "ada", Project = test.Folder })).Id);
        Assert.True((await test.Manager.ExecutePromptAsync(session.Id, "SCENARIO:plain second")).Succeeded);
        await AssertCountedOnceAsync(test, [session.Id]);
    }

    [Fact]
    public async Task Fork_HasAnIdOfItsOwn_AndCountsNothingTwice()
    {
        await using ClientTest test = await ClientTest.OpenAsync();
        AgentSession session = await test.NewSessionAsync();
        await test.Manager.ExecutePromptAsync(session.Id, "SCENARIO:plain first");
        AgentSession fork = await test.Manager.ForkSessionAsync(session.Id, new AgentSessionOptions { UserId = "ada", Project = test.Folder });
        Assert.NotEqual(session.Id, fork.Id);
        Assert.True((await test.Manager.ExecutePromptAsync(fork.Id, "SCENARIO:plain second")).Succeeded);
        Assert.True((await test.Manager.ExecutePromptAsync(fork.Id, "SCENARIO:plain third")).Succeeded);
        Assert.True((await test.Manager.ExecutePromptAsync(session.Id, "SCENARIO:plain fourth")).Succeeded);
        Assert.Equal([2, 2], (await test.AllAsync("token_usage")).GroupBy(record => record.SessionId).Select(group => group.Count()));
        await AssertCountedOnceAsync(test, [session.Id, fork.Id]);
    }

    [Fact]
    public async Task Denial_OfATool_IsAnEventAndNoFailure()
    {
        await using ClientTest test = await ClientTest.OpenAsync();
        Assert.True((await test.RunAsync("denied")).Succeeded);
        MetricRecord denial = Assert.Single(await test.AllAsync("permission_denied"));
        Assert.Equal("WebFetch", denial.Attributes["tool_name"].Text);
        Assert.Equal(denial.Attributes["tool_use_id"].Text, Assert.Single(await test.AllAsync("tool_use")).Attributes["tool_use_id"].Text);
    }

    [Fact]
    public async Task Resources_OfThePromptsClient_AreOnRecord()
    {
        await using ClientTest test = await ClientTest.OpenAsync(ClaudeProcessMode.LongLived);
        AgentSession session = await test.NewSessionAsync();
        await test.Manager.ExecutePromptAsync(session.Id, "SCENARIO:plain again");
        MetricRecord sample = Assert.Single(await test.AllAsync("resource_usage"));
        Assert.Equal((session.Id, ResourceNames.Agent), (sample.SessionId, sample.Attributes[ResourceNames.Process].Text));
        Assert.InRange(sample.Measurements["memory_mb"], 50, 2_000);
        Assert.True(sample.Measurements["cpu_percent"] > 0);
    }

    // At once: the client may not have put anything on disk yet. Later: it has.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Kill_MidPrompt_IsAResultAndTheSessionGoesOn(bool isAtOnce)
    {
        await using ClientTest test = await ClientTest.OpenAsync();
        AgentSession session = await test.NewSessionAsync();
        Task<PromptResult> prompt = test.Manager.ExecutePromptAsync(session.Id, "SCENARIO:stall please");
        await Until.True(() => test.Manager.Statistics.Lines >= 3 && (isAtOnce || test.Api.Usages.Count == 1), "the prompt has begun");
        foreach (int process in ProcessesIn(test.Folder))
        {
            Process.GetProcessById(process).Kill();
        }

        PromptResult result = await prompt.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((false, ClaudeErrorTypes.ProcessExited), (result.Succeeded, result.ErrorType));
        Assert.Empty(ProcessesIn(test.Folder));
        PromptResult next = await test.Manager.ExecutePromptAsync(session.Id, "SCENARIO:plain again");
        Assert.True(next.Succeeded, next.ErrorType);
        Assert.Equal(2, (await test.AllAsync("response_time")).Count);
    }

    [Fact]
    public async Task SampleSessionHost_ItsOwnManager_StreamsWhatTheClientDoes()
    {
        await using ClientTest test = await ClientTest.OpenAsync();
        using var output = new StringWriter { NewLine = "\n" };
        var agent = new ClaudeAgent(test.Binaries, test.Options.Environment, ["--allowedTools", "Bash"]);
        string database = Path.Combine(test.Home, "sessions.db");
        Assert.Equal(0, await HostRun.RunAsync(agent, ["SCENARIO:tool please", "SCENARIO:plain again"], test.Folder, database, output, TestContext.Current.CancellationToken));
        string text = output.ToString();
        Assert.Contains("  · tool_use: Bash, ", text, StringComparison.Ordinal);
        Assert.Equal((3, 2), (text.Split("  · token_usage: ").Length - 1, text.Split("  · response_time: ").Length - 1));
        Assert.Equal(2, text.Split("\nAn answer of the stub.").Length - 1);
        Assert.Contains("  · resource_usage: ", text, StringComparison.Ordinal);
        await using SqliteStore store = await Stores.OpenAsync(database);
        Assert.Equal(test.Api.Usages.Sum(usage => usage.Total), (await Stores.ReadAllAsync(store)).Where(record => record.Name == "token_usage").Sum(record => record.Value));
        Assert.Empty(ProcessesIn(test.Folder));
    }

    [Fact]
    public async Task Cancel_MidPrompt_LeavesNoProcess()
    {
        await using ClientTest test = await ClientTest.OpenAsync();
        AgentSession session = await test.NewSessionAsync();
        Task<PromptResult> prompt = test.Manager.ExecutePromptAsync(session.Id, "SCENARIO:stall please");
        await Until.True(() => test.Api.Usages.Count == 1, "the answer has begun");
        Assert.True(test.Manager.CancelPrompt(session.Id));
        Assert.Equal(ClaudeErrorTypes.Cancelled, (await prompt).ErrorType);
        Assert.Empty(ProcessesIn(test.Folder));
    }

    private static async Task AssertCountedOnceAsync(ClientTest test, string[] sessions)
    {
        for (int imports = 0; imports <= 1; imports++)
        {
            IReadOnlyList<MetricRecord> tokens = await test.AllAsync("token_usage");
            Assert.Equal(test.Api.Usages.ToDictionary(usage => usage.MessageId, usage => (double)usage.Total), tokens.ToDictionary(record => record.Attributes["message_id"].Text!, record => record.Value ?? 0));
            Assert.Equal(sessions.Order(StringComparer.Ordinal), (await test.AllAsync("session_start")).Select(record => record.SessionId).Distinct().Order(StringComparer.Ordinal));
            Assert.Equal(tokens.Count, (await test.AllAsync("response_time")).Count);
            await test.ImportAsync();
        }
    }

    /// <summary>Processes whose working folder this is: clients of this test.</summary>
    private static int[] ProcessesIn(string folder) =>
    [
        .. Directory.GetDirectories("/proc")
            .Where(process => int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out _) && WorkingFolderOf(process) == folder)
            .Select(process => int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture)),
    ];

    private static string? WorkingFolderOf(string process)
    {
        try
        {
            return new FileInfo(Path.Combine(process, "cwd")).LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
