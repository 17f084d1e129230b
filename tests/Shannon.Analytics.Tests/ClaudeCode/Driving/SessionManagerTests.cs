using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Sessions;

namespace Shannon.Analytics.Tests.ClaudeCode.Driving;

/// <summary>What a client's stream becomes, prompt by prompt.</summary>
public sealed class SessionManagerTests
{
    [Fact]
    public async Task ExecutePrompt_Answer_GivesTextCostAndRecords()
    {
        await using StandIn standIn = await StandIn.OpenAsync();
        PromptResult result = await standIn.RunAsync("answer");
        Assert.Equal((true, "done", null, 0.00115m), (result.Succeeded, result.Text, result.ErrorType, result.Cost));
        MetricRecord tokens = await standIn.SingleAsync("token_usage");
        Assert.Equal((1150.0, 10.0, 40.0, 1000.0, 100.0), (tokens.Value, tokens.Measurements["prompt_tokens"], tokens.Measurements["completion_tokens"], tokens.Measurements["cache_read_tokens"], tokens.Measurements["cache_creation_5m_tokens"]));
        Assert.Equal(("measured", "computed", "standard"), (tokens.Attributes["quality"].Text, tokens.Attributes["cost_source"].Text, tokens.Attributes["service_tier"].Text));
        Assert.Equal("req_" + tokens.Attributes["message_id"].Text, tokens.Attributes["request_id"].Text);
        Assert.Equal((0.5, "measured"), ((await standIn.SingleAsync("response_time")).Value, (await standIn.SingleAsync("response_time")).Attributes["quality"].Text));
        Assert.Equal(0.15, (await standIn.SingleAsync("time_to_first_token")).Value);
        MetricRecord turn = await standIn.SingleAsync("turn_result");
        Assert.Equal((0.00115, 1150.0, 0.0, true), (turn.Measurements["reported_cost"], turn.Measurements["reported_tokens"], turn.Measurements["unseen_tokens"], turn.Attributes["success"].Boolean));
        Assert.Null(turn.Cost);
    }

    [Fact]
    public async Task Session_StartAndEnd_NameUserProjectModelBranchAndVersion()
    {
        await using StandIn standIn = await StandIn.OpenAsync();
        Directory.CreateDirectory(Path.Combine(standIn.Folder, ".git"));
        await File.WriteAllTextAsync(Path.Combine(standIn.Folder, ".git", "HEAD"), "ref: refs/heads/feature/x\n");
        AgentSession session = await standIn.NewSessionAsync();
        await standIn.Manager.ExecutePromptAsync(session.Id, "SCRIPT:answer");
        await standIn.Manager.EndSessionAsync(session.Id);
        MetricRecord start = await standIn.SingleAsync("session_start");
        Assert.Equal((session.Id, "ada", standIn.Folder, "claude-opus-5-5"), (start.SessionId, start.UserId, start.Project, start.Model));
        Assert.Equal(("feature/x", "9.9.9"), (start.Attributes["git_branch"].Text, start.Attributes["version"].Text));
        Assert.Equal("ada", (await standIn.SingleAsync("session_end")).UserId);
        Assert.Empty(standIn.Manager.Sessions);
    }

    [Fact]
    public async Task ExecutePrompt_ToolsAndEvents_EachIsOneRecord()
    {
        await using StandIn standIn = await StandIn.OpenAsync();
        Assert.Equal("all done", (await standIn.RunAsync("tools")).Text);
        IReadOnlyList<MetricRecord> tools = await standIn.AllAsync("tool_use");
        Assert.Equal(["Agent", "Bash", "Edit"], tools.Select(tool => tool.Attributes["tool_name"].Text).Order(StringComparer.Ordinal));
        Assert.Equal([false, true], tools.Where(tool => tool.Attributes.ContainsKey("success")).OrderBy(tool => tool.Attributes["tool_name"].Text, StringComparer.Ordinal).Select(tool => tool.Attributes["success"].Boolean));
        Assert.Equal([1.0, 2.0], (await standIn.AllAsync("lines_of_code")).OrderByDescending(lines => lines.Attributes["type"].Text, StringComparer.Ordinal).Select(lines => lines.Value));
        MetricRecord retry = await standIn.SingleAsync("error");
        Assert.Equal(("rate_limit", 429.0, 1.0, true), (retry.Attributes["error_type"].Text, retry.Attributes["status_code"].Number, retry.Attributes["attempt"].Number, retry.Attributes["recoverable"].Boolean));
        Assert.Equal("Bash", (await standIn.SingleAsync("permission_denied")).Attributes["tool_name"].Text);
        MetricRecord compaction = await standIn.SingleAsync("compaction");
        Assert.Equal((155_000.0, "auto"), (compaction.Measurements["pre_tokens"], compaction.Attributes["trigger"].Text));
        MetricRecord limit = await standIn.SingleAsync("rate_limit");
        Assert.Equal((0.91, "five_hour", "allowed_warning"), (limit.Measurements["utilization"], limit.Attributes["limit_type"].Text, limit.Attributes["status"].Text));
        IReadOnlyList<MetricRecord> tokens = await standIn.AllAsync("token_usage");
        Assert.Equal([1111.0, 1150.0, 1170.0], tokens.Select(record => record.Value).Order());
        Assert.Equal("estimated", Assert.Single(tokens, record => record.Attributes.ContainsKey("is_sidechain")).Attributes["quality"].Text);
        Assert.Equal(4000 - 3431, (await standIn.SingleAsync("turn_result")).Measurements["unseen_tokens"]);
        Assert.Equal(1, standIn.Manager.Statistics.UnknownLines);
    }

    [Fact]
    public async Task ExecutePrompt_ResultThatListsDenials_EachIsOneRecord()
    {
        await using StandIn standIn = await StandIn.OpenAsync();
        Assert.True((await standIn.RunAsync("denied")).Succeeded);

        // One was told before, one is told there alone, and one says nothing of itself.
        Assert.Equal([null, "Bash", "WebFetch"], (await standIn.AllAsync("permission_denied")).Select(denial => denial.Attributes.TryGetValue("tool_name", out AttributeValue name) ? name.Text : null).Order(StringComparer.Ordinal));
        Assert.Equal(0, standIn.Manager.Statistics.MalformedLines);
    }

    [Fact]
    public async Task ExecutePrompt_Twice_ResumesAndTakesCostsApart()
    {
        await using StandIn standIn = await StandIn.OpenAsync();
        AgentSession session = await standIn.NewSessionAsync();
        PromptResult first = await standIn.Manager.ExecutePromptAsync(session.Id, "SCRIPT:answer");
        PromptResult second = await standIn.Manager.ExecutePromptAsync(session.Id, "SCRIPT:answer");
        Assert.Equal([$"{session.Id} no", $"{session.Id} yes"], standIn.Starts.Select(line => string.Join(' ', line.Split(' ')[..2])));
        Assert.Equal((0.00115m, 0.00115m), (first.Cost, second.Cost));
        Assert.Equal(2, (await standIn.AllAsync("token_usage")).Count);
        Assert.Equal(2, (await standIn.AllAsync("response_time")).Count);
    }

    [Fact]
    public async Task ExecutePrompt_LongLived_OneProcessAnswersAll()
    {
        await using StandIn standIn = await StandIn.OpenAsync(options => options with { Mode = ClaudeProcessMode.LongLived });
        AgentSession session = await standIn.NewSessionAsync();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal((true, 0.00115m), ((await standIn.Manager.ExecutePromptAsync(session.Id, "SCRIPT:answer")) is { } result ? (result.Succeeded, result.Cost) : default));
        }

        Assert.Single(standIn.Starts);
        Assert.Equal(1, standIn.Manager.Statistics.RunningProcesses);
        await standIn.Manager.EndSessionAsync(session.Id);
        await standIn.AssertNoProcessAsync();
        Assert.Equal(3, (await standIn.AllAsync("token_usage")).Count);
    }

    [Fact]
    public async Task ExecutePrompt_Client_GetsAttribution()
    {
        await using StandIn standIn = await StandIn.OpenAsync();
        await standIn.RunAsync("answer");
        string attributes = Assert.Single(standIn.Starts).Split(' ')[2];
        Assert.Contains($"enduser.id=ada,shannon.project={Uri.EscapeDataString(standIn.Folder)}", attributes, StringComparison.Ordinal);
        Assert.Contains("shannon.session.id=", attributes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fail", "error")]
    [InlineData("limit", "error_max_turns")]
    public async Task ExecutePrompt_FailedResult_IsAResultAndOneError(string script, string errorType)
    {
        await using StandIn standIn = await StandIn.OpenAsync();
        PromptResult result = await standIn.RunAsync(script);
        Assert.Equal((false, errorType, string.Empty), (result.Succeeded, result.ErrorType, result.Text));
        await standIn.SingleAsync("error");
        await standIn.SingleAsync("response_time");
    }

    [Fact]
    public async Task ExecutePrompt_Progress_ArrivesBeforeTheEnd()
    {
        await using StandIn standIn = await StandIn.OpenAsync();
        var listener = new ActivityLog();
        using IDisposable subscription = standIn.Manager.Subscribe(listener);
        await standIn.RunAsync("tools");
        Assert.Equal(SessionActivityKind.Started, listener.Kinds[0]);
        Assert.Equal(SessionActivityKind.PromptStarted, listener.Kinds[1]);
        Assert.Equal(SessionActivityKind.PromptEnded, listener.Kinds[^1]);
        Assert.All(listener.Kinds[2..^1], kind => Assert.Equal(SessionActivityKind.Progress, kind));
        Assert.True(listener.Kinds.Count > 8, $"{listener.Kinds.Count} activities");
    }

    [Fact]
    public async Task Listener_Failing_IsCountedAndTheSessionGoesOn()
    {
        await using StandIn standIn = await StandIn.OpenAsync();
        using IDisposable subscription = standIn.Manager.Subscribe(new ActivityLog { Fails = true });
        Assert.True((await standIn.RunAsync("answer")).Succeeded);
        Assert.True(standIn.Manager.Statistics.FailedListenerCalls > 3);
        await standIn.SingleAsync("token_usage");
    }

    private sealed class ActivityLog : ISessionListener
    {
        public bool Fails { get; init; }

        public List<SessionActivityKind> Kinds { get; } = [];

        public ValueTask OnActivityAsync(SessionActivity activity, CancellationToken cancellationToken = default)
        {
            Kinds.Add(activity.Kind);
            return Fails ? throw new IOException("A listener's own fault.") : default;
        }
    }
}
