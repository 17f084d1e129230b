using System.Text.Json.Nodes;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Tests.ClaudeCode;

/// <summary>Sessions, tools, errors, lines of code, compactions and response times.</summary>
public class ConversationImportTests
{
    [Fact]
    public async Task Session_StartsOnceAtItsEarliestLineWithTheFirstModel()
    {
        await using var test = new ImportTest(new TranscriptImportOptions { UserId = "someone" });
        test.Write("s.jsonl", SomeLines.Prompt(second: 5), SomeLines.Assistant(second: 6), SomeLines.Prompt(uuid: "u-2", second: 2), SomeLines.Assistant(id: "msg_2", second: 8, model: "claude-opus-4-6"));
        await test.ImportAsync();
        MetricRecord session = await test.SingleAsync("session_start");
        Assert.Equal(MetricCategory.Session, session.Category);
        Assert.Equal(SomeLines.Start.AddSeconds(2), session.Timestamp);
        Assert.Equal(SomeLines.Model, session.Model);
        Assert.Equal("someone", session.UserId);
        Assert.Equal(SomeLines.Project, session.Project);
        Assert.Equal("main", session.Attributes["git_branch"].Text);
        Assert.Equal("2.1.39", session.Attributes["version"].Text);
    }

    [Fact]
    public async Task Session_WhoseModelComesInALaterImport_GetsIt()
    {
        await using var test = new ImportTest();
        string path = test.Write("s.jsonl", SomeLines.Prompt());
        await test.ImportAsync();
        Assert.Null((await test.SingleAsync("session_start")).Model);
        await File.AppendAllTextAsync(path, SomeLines.Assistant() + "\n", TestContext.Current.CancellationToken);
        await test.ImportAsync();
        MetricRecord session = await test.SingleAsync("session_start");
        Assert.Equal(SomeLines.Model, session.Model);
        Assert.Equal(SomeLines.Start, session.Timestamp);
    }

    [Fact]
    public async Task Session_WithAnEarlierSubAgent_StartsInTheMainConversation()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", SomeLines.Prompt(second: 5), SomeLines.Assistant(second: 6));
        test.Write("agent-warm.jsonl", SomeLines.Assistant(id: "msg_9", second: 1, sidechain: true, model: "claude-haiku-4-5-20251001"));
        await test.ImportAsync();
        MetricRecord session = await test.SingleAsync("session_start");
        Assert.Equal(SomeLines.Start.AddSeconds(5), session.Timestamp);
        Assert.Equal(SomeLines.Model, session.Model);
    }

    [Theory]
    [InlineData("11111111-1111-4111-8111-111111111111/subagents/agent-a1b2.jsonl", false)]
    [InlineData("agent-a1b2.jsonl", true)]
    public async Task SubAgent_InEitherLayout_IsAttributed(string name, bool sidechainInLine)
    {
        await using var test = new ImportTest();
        test.Write(name, SomeLines.Assistant(sidechain: sidechainInLine, content: SomeLines.ToolUse()), SomeLines.ToolResult(sidechain: sidechainInLine));
        await test.ImportAsync();
        foreach (string metric in new[] { "token_usage", "tool_use" })
        {
            MetricRecord record = await test.SingleAsync(metric);
            Assert.Equal("a1b2", record.Attributes["agent_id"].Text);
            Assert.True(record.Attributes["is_sidechain"].Boolean);
            Assert.Equal(SomeLines.Session, record.SessionId);
        }
    }

    [Fact]
    public async Task SubAgent_WhoseLinesNameNoSession_BelongsToTheSessionOfItsFolder()
    {
        await using var test = new ImportTest();
        test.Write("the-session/subagents/agent-1.jsonl", SomeLines.Assistant(change: line => line.Remove("sessionId")));
        await test.ImportAsync();
        Assert.Equal("the-session", (await test.SingleAsync("token_usage")).SessionId);
    }

    [Fact]
    public async Task SubAgent_InlineAsInOldVersions_IsMarkedAndItsOwnAgentIsKept()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", SomeLines.Assistant(sidechain: true, change: line => line["agentId"] = "x7"));
        await test.ImportAsync();
        MetricRecord record = await test.SingleAsync("token_usage");
        Assert.True(record.Attributes["is_sidechain"].Boolean);
        Assert.Equal("x7", record.Attributes["agent_id"].Text);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Tool_UseAndResult_GiveDurationAndSuccess(bool? isError, bool success)
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", SomeLines.Assistant(content: SomeLines.ToolUse(name: "mcp__github__search"), second: 1), SomeLines.ToolResult(second: 4, isError: isError));
        await test.ImportAsync();
        MetricRecord tool = await test.SingleAsync("tool_use");
        Assert.Equal(3_000, tool.Value);
        Assert.Equal(success, tool.Attributes["success"].Boolean);
        Assert.Equal("mcp__github__search", tool.Attributes["tool_name"].Text);
        Assert.Equal("github", tool.Attributes["mcp_server"].Text);
        Assert.Equal("toolu_1", tool.Attributes["tool_use_id"].Text);
        Assert.Equal(SomeLines.Start.AddSeconds(1), tool.Timestamp);
        Assert.Equal(SomeLines.Model, tool.Model);
    }

    [Fact]
    public async Task Tool_ResultsOutOfOrderAndBeforeTheirUse_ArePaired()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl",
            SomeLines.ToolResult(id: "toolu_3", uuid: "r-3", second: 9),
            SomeLines.Assistant(content: new JsonArray(SomeLines.ToolUse("toolu_1")[0]!.DeepClone(), SomeLines.ToolUse("toolu_2")[0]!.DeepClone()), second: 1),
            SomeLines.ToolResult(id: "toolu_2", uuid: "r-2", second: 3),
            SomeLines.ToolResult(id: "toolu_1", uuid: "r-1", second: 6),
            SomeLines.Assistant(id: "msg_2", uuid: "a-2", content: SomeLines.ToolUse("toolu_3"), second: 8));
        await test.ImportAsync();
        Assert.Equal(
            [("toolu_1", 5_000d), ("toolu_2", 2_000d), ("toolu_3", 1_000d)],
            (await test.AllAsync("tool_use")).Select(tool => (tool.Attributes["tool_use_id"].Text!, tool.Value!.Value)).Order());
    }

    [Fact]
    public async Task Tool_ResultInALaterImport_CompletesTheUse()
    {
        await using var test = new ImportTest();
        string path = test.Write("s.jsonl", SomeLines.Assistant(content: SomeLines.ToolUse(), second: 1));
        await test.ImportAsync();
        MetricRecord open = await test.SingleAsync("tool_use");
        Assert.Null(open.Value);
        Assert.False(open.Attributes.ContainsKey("success"));

        await File.AppendAllTextAsync(path, SomeLines.ToolResult(second: 61) + "\n", TestContext.Current.CancellationToken);
        await test.ImportAsync();
        Assert.Equal(60_000, (await test.SingleAsync("tool_use")).Value);
    }

    [Fact]
    public async Task Tool_ThousandsOfUsesWithoutAResult_AreAllRecordedWithinBounds()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", [.. Enumerable.Range(0, 2_000).Select(i => SomeLines.Assistant(id: $"msg_{i}", uuid: $"a-{i}", content: SomeLines.ToolUse($"toolu_{i}")))]);
        await test.ImportAsync();
        Assert.Equal(2_000, (await test.AllAsync("tool_use")).Count);
    }

    [Fact]
    public async Task Tool_ThatStartsASubAgent_NamesIt()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl",
            SomeLines.Assistant(content: SomeLines.ToolUse(name: "Task", input: new JsonObject { ["subagent_type"] = "Explore", ["prompt"] = "Secret" })),
            SomeLines.ToolResult(result: new JsonObject { ["agentId"] = "a77", ["totalTokens"] = 5 }));
        await test.ImportAsync();
        MetricRecord tool = await test.SingleAsync("tool_use");
        Assert.Equal("Explore", tool.Attributes["subagent_type"].Text);
        Assert.Equal("a77", tool.Attributes["subagent_id"].Text);
    }

    [Fact]
    public async Task Edit_Patch_GivesLinesAddedAndRemoved()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", SomeLines.Assistant(content: SomeLines.ToolUse()), SomeLines.ToolResult(result: new JsonObject
        {
            ["structuredPatch"] = new JsonArray(
                new JsonObject { ["oldLines"] = 2, ["newLines"] = 3, ["lines"] = new JsonArray(" a", "-b", "+c", "+d") },
                new JsonObject { ["oldLines"] = 1, ["newLines"] = 2, ["lines"] = new JsonArray("+", " x", "\\ No newline at end of file") }),
        }));
        await test.ImportAsync();
        Dictionary<string, double> lines = (await test.AllAsync("lines_of_code")).ToDictionary(record => record.Attributes["type"].Text!, record => record.Value!.Value);
        Assert.Equal(new Dictionary<string, double> { ["added"] = 3, ["removed"] = 1 }, lines);
        Assert.All(await test.AllAsync("lines_of_code"), record => Assert.Equal("measured", record.Attributes["quality"].Text));
    }

    [Fact]
    public async Task Write_OfANewFile_AddsAllItsLines()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl",
            SomeLines.Assistant(content: SomeLines.ToolUse(name: "Write")),
            SomeLines.ToolResult(result: new JsonObject { ["type"] = "create", ["content"] = "one\ntwo \\n two\nthree\n", ["structuredPatch"] = new JsonArray() }));
        await test.ImportAsync();
        MetricRecord lines = await test.SingleAsync("lines_of_code");
        Assert.Equal(3, lines.Value);
        Assert.Equal("added", lines.Attributes["type"].Text);
        Assert.Equal("Write", lines.Attributes["tool_name"].Text);
    }

    [Fact]
    public async Task Placeholder_OfAFailedResponse_IsAnErrorAndNoUsage()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl",
            SomeLines.Assistant(id: "1", uuid: "a-1", model: "<synthetic>", input: 0, output: 0, change: line => (line["isApiErrorMessage"], line["error"]) = (true, "rate_limit")),
            SomeLines.Assistant(id: "2", uuid: "a-2", model: "<synthetic>", input: 0, output: 0),
            SomeLines.Assistant(id: "3", uuid: "a-3", change: line => line["isApiErrorMessage"] = true));
        TranscriptImportResult result = await test.ImportAsync();
        Assert.Empty(await test.TokensAsync());
        Assert.Equal(0, result.Requests);
        Assert.Equal(["api_error", "rate_limit", "synthetic_response"], (await test.AllAsync("error")).Select(error => error.Attributes["error_type"].Text!).Order(StringComparer.Ordinal));
        Assert.All(await test.AllAsync("error"), error => Assert.Equal(1, error.Value));
    }

    [Fact]
    public async Task Attempt_ThatFailed_IsARecoverableError()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", SomeLines.System("api_error", change: line => (line["error"], line["retryAttempt"], line["maxRetries"]) = (new JsonObject { ["status"] = 529 }, 2, 10)));
        await test.ImportAsync();
        MetricRecord error = await test.SingleAsync("error");
        Assert.Equal(529, error.Attributes["status_code"].Number);
        Assert.Equal(2, error.Attributes["attempt"].Number);
        Assert.True(error.Attributes["recoverable"].Boolean);
        Assert.Equal("warning", error.Attributes["severity"].Text);
    }

    [Fact]
    public async Task Compaction_GivesTriggerAndTokensBefore()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl",
            SomeLines.System("compact_boundary", change: line => line["compactMetadata"] = new JsonObject { ["trigger"] = "auto", ["preTokens"] = 167_094 }),
            SomeLines.Prompt(uuid: "u-9", second: 10, change: line => line["isCompactSummary"] = true),
            SomeLines.Assistant(second: 50));
        await test.ImportAsync();
        MetricRecord compaction = await test.SingleAsync("compaction");
        Assert.Equal(MetricCategory.Event, compaction.Category);
        Assert.Equal(167_094, compaction.Measurements["pre_tokens"]);
        Assert.Equal("auto", compaction.Attributes["trigger"].Text);

        // The summary is no prompt, so nothing was answered.
        Assert.Empty(await test.AllAsync("response_time"));
    }

    [Fact]
    public async Task ResponseTime_WithoutAMeasuredOne_IsEstimatedFromPromptToLastLine()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl",
            SomeLines.Prompt(second: 0),
            SomeLines.Assistant(second: 2, content: SomeLines.ToolUse()),
            SomeLines.ToolResult(second: 3),
            SomeLines.Prompt(uuid: "u-meta", second: 4, change: line => line["isMeta"] = true),
            SomeLines.Assistant(id: "msg_2", uuid: "a-2", second: 7),
            SomeLines.Assistant(id: "msg_3", uuid: "a-3", second: 90, sidechain: true),
            SomeLines.Prompt(uuid: "u-2", second: 100),
            SomeLines.Assistant(id: "msg_4", uuid: "a-4", second: 101));
        await test.ImportAsync();
        IReadOnlyList<MetricRecord> times = await test.AllAsync("response_time");
        Assert.Equal([7d, 1d], times.Select(time => time.Value!.Value));
        Assert.All(times, time => Assert.Equal("estimated", time.Attributes["quality"].Text));
        Assert.Equal(SomeLines.Model, times[0].Model);
    }

    [Fact]
    public async Task ResponseTime_MeasuredByClaudeCode_ReplacesTheEstimate()
    {
        await using var test = new ImportTest();
        string path = test.Write("s.jsonl", SomeLines.Prompt(second: 0), SomeLines.Assistant(second: 7));
        await test.ImportAsync();
        Assert.Equal(7, (await test.SingleAsync("response_time")).Value);
        await File.AppendAllTextAsync(path, SomeLines.System("turn_duration", second: 8, change: line => line["durationMs"] = 6_543) + "\n", TestContext.Current.CancellationToken);
        await test.ImportAsync();
        MetricRecord time = await test.SingleAsync("response_time");
        Assert.Equal(6.543, time.Value);
        Assert.Equal("measured", time.Attributes["quality"].Text);
        Assert.Equal(SomeLines.Start.AddSeconds(8), time.Timestamp);
    }
}
