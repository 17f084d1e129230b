using System.Text.Json.Nodes;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Tests.ClaudeCode;

/// <summary>Each response counts once, with its best copy, at its exact cost.</summary>
public class UsageImportTests
{
    [Fact]
    public async Task Response_WithEverything_BecomesOneRecord()
    {
        await using var test = new ImportTest(new TranscriptImportOptions { UserId = "someone" });
        test.Write("s.jsonl", SomeLines.Assistant(input: 3, output: 100, read: 5_000, write5m: 700, write1h: 300));
        TranscriptImportResult result = await test.ImportAsync();

        MetricRecord record = Assert.Single(await test.TokensAsync());
        Assert.Equal(1, result.Requests);
        Assert.Equal(MetricCategory.Token, record.Category);
        Assert.Equal(SomeLines.Session, record.SessionId);
        Assert.Equal(SomeLines.Project, record.Project);
        Assert.Equal(SomeLines.Model, record.Model);
        Assert.Equal("someone", record.UserId);
        Assert.Equal(SomeLines.Start.AddSeconds(1), record.Timestamp);
        Assert.Equal(3, record.Measurements["prompt_tokens"]);
        Assert.Equal(100, record.Measurements["completion_tokens"]);
        Assert.Equal(5_000, record.Measurements["cache_read_tokens"]);
        Assert.Equal(1_000, record.Measurements["cache_creation_tokens"]);
        Assert.Equal(700, record.Measurements["cache_creation_5m_tokens"]);
        Assert.Equal(300, record.Measurements["cache_creation_1h_tokens"]);
        Assert.Equal(6_103, record.Value);
        Assert.Equal("msg_1", record.Attributes["message_id"].Text);
        Assert.Equal("req_1", record.Attributes["request_id"].Text);
        Assert.Equal("computed", record.Attributes["cost_source"].Text);
        Assert.Equal(PriceBook.Default.Version, record.Attributes["price_version"].Text);
        Assert.Equal("estimated", record.Attributes["quality"].Text);
        Assert.Equal("main", record.Attributes["git_branch"].Text);
        Assert.Equal("2.1.39", record.Attributes["version"].Text);
        Assert.Equal("standard", record.Attributes["service_tier"].Text);

        // 3 × 3 + 100 × 15 + 5000 × 0.30 + 700 × 3.75 + 300 × 6 USD per million.
        Assert.Equal(0.007434m, record.Cost);
    }

    [Fact]
    public async Task GrowingCopies_OfOneResponse_LastAndLargestWins()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", SomeLines.Assistant(output: 1, uuid: "a-1"), SomeLines.Assistant(output: 8, uuid: "a-2"), SomeLines.Assistant(output: 250, uuid: "a-3"), SomeLines.Assistant(output: 250, uuid: "a-4"));
        await test.ImportAsync();
        Assert.Equal(250, Assert.Single(await test.TokensAsync()).Measurements["completion_tokens"]);
    }

    [Fact]
    public async Task Fork_CopiesAResponseIntoAnotherSession_CountsOnceInEitherOrder()
    {
        string original = SomeLines.Assistant(output: 50);
        string fork = SomeLines.Assistant(output: 50, session: "22222222-2222-4222-8222-222222222222");
        await using var one = new ImportTest();
        await one.ImportAsync(one.Write("a.jsonl", original));
        await one.ImportAsync(one.Write("b.jsonl", fork));
        await using var other = new ImportTest();
        await other.ImportAsync(other.Write("b.jsonl", fork));
        await other.ImportAsync(other.Write("a.jsonl", original));
        Assert.Single(await one.TokensAsync());
        Assert.Equal(await one.ContentAsync(), await other.ContentAsync());
    }

    [Fact]
    public async Task Fork_ThatSaysSo_LeavesTheResponseToTheOriginalSession()
    {
        // Whatever the tie between equal copies, a copy that names its origin loses.
        for (int i = 0; i < 20; i++)
        {
            await using var test = new ImportTest();
            test.Write("a.jsonl", SomeLines.Assistant(session: "original"));
            test.Write("b.jsonl", SomeLines.Assistant(session: "fork-" + i, change: line => line["forkedFrom"] = new JsonObject { ["sessionId"] = "original" }));
            await test.ImportAsync();
            Assert.Equal("original", Assert.Single(await test.TokensAsync()).SessionId);
        }
    }

    [Fact]
    public async Task Replay_UnderAnotherRequestId_CountsOnceAndTheMainCopyWins()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl",
            SomeLines.Assistant(request: "req_2", output: 900, sidechain: true, uuid: "a-2"),
            SomeLines.Assistant(request: "req_1", output: 20, uuid: "a-1"));
        await test.ImportAsync();
        MetricRecord record = Assert.Single(await test.TokensAsync());
        Assert.Equal(20, record.Measurements["completion_tokens"]);
        Assert.Equal("req_1", record.Attributes["request_id"].Text);
        Assert.False(record.Attributes.ContainsKey("is_sidechain"));
    }

    [Fact]
    public async Task Id_OfAnotherShape_CountsPerRequest()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl",
            SomeLines.Assistant(id: "chatcmpl-1", request: "req_1", uuid: "a-1"),
            SomeLines.Assistant(id: "chatcmpl-1", request: "req_1", uuid: "a-2"),
            SomeLines.Assistant(id: "chatcmpl-1", request: "req_2", uuid: "a-3"));
        await test.ImportAsync();
        Assert.Equal(2, (await test.TokensAsync()).Count);
    }

    [Fact]
    public async Task Id_Missing_CountsPerLineByItsUuid()
    {
        string[] lines = [SomeLines.Assistant(id: null, uuid: "a-1"), SomeLines.Assistant(id: null, uuid: "a-2"), SomeLines.Assistant(id: null, uuid: "a-1")];
        await using var test = new ImportTest();
        await test.ImportAsync(test.Write("s.jsonl", lines));
        await test.ImportAsync(test.Write("copy.jsonl", lines));
        Assert.Equal(2, (await test.TokensAsync()).Count);
    }

    [Fact]
    public async Task Progress_ThatRepeatsAResponse_IsIgnored()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", SomeLines.Assistant(), SomeLines.Of("progress", line => line["data"] = new JsonObject { ["message"] = JsonNode.Parse(SomeLines.Assistant(id: "msg_2")) }));
        Assert.Empty((await test.ImportAsync()).UnknownLines);
        Assert.Single(await test.TokensAsync());
    }

    [Fact]
    public async Task Cost_ReportedByAnOldVersion_IsKept()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", SomeLines.Assistant(change: line => line["costUSD"] = 0.0123456789));
        await test.ImportAsync();
        MetricRecord record = Assert.Single(await test.TokensAsync());
        Assert.Equal(0.012345679m, record.Cost);
        Assert.Equal("reported", record.Attributes["cost_source"].Text);
        Assert.False(record.Attributes.ContainsKey("price_version"));
    }

    [Theory]
    [InlineData(CostMode.Calculate, "computed")]
    [InlineData(CostMode.Display, "reported")]
    [InlineData(CostMode.Auto, "reported")]
    public async Task Cost_ByMode_TakesTheReportedOneOrNot(CostMode mode, string source)
    {
        await using var test = new ImportTest(new TranscriptImportOptions { CostMode = mode });
        test.Write("s.jsonl", SomeLines.Assistant(change: line => line["costUSD"] = 1.5));
        await test.ImportAsync();
        MetricRecord record = Assert.Single(await test.TokensAsync());
        Assert.Equal(source, record.Attributes["cost_source"].Text);
        Assert.Equal(source == "reported" ? 1.5m : 0.00033m, record.Cost);
    }

    [Fact]
    public async Task Cost_LongPrompt_IsBilledWholeAtTheHigherTier()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl",
            SomeLines.Assistant(id: "msg_1", input: 10, output: 100, read: 199_990),
            SomeLines.Assistant(id: "msg_2", input: 11, output: 100, read: 199_990));
        await test.ImportAsync();
        IReadOnlyList<MetricRecord> records = await test.TokensAsync();

        // 200,000 tokens are still at the base rate: 10 × 3 + 100 × 15 + 199,990 × 0.30; 200,001 at 6, 22.50 and 0.60.
        Assert.Equal([0.061527m, 0.12231m], records.OrderBy(record => record.Measurements["prompt_tokens"]).Select(record => record.Cost!.Value));
    }

    [Fact]
    public async Task CacheWrites_WithoutTheirDurations_ArePricedAsFiveMinutes()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", SomeLines.Assistant(input: 0, output: 0, write5m: 1_000, change: line => line["message"]!["usage"]!.AsObject().Remove("cache_creation")));
        await test.ImportAsync();
        MetricRecord record = Assert.Single(await test.TokensAsync());
        Assert.Equal(1_000, record.Measurements["cache_creation_5m_tokens"]);
        Assert.Equal(0.00375m, record.Cost);
    }

    [Fact]
    public async Task Model_Unknown_IsUnpricedAndListedAndNeverFree()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", SomeLines.Assistant(model: "mystery-1", input: 1, output: 1), SomeLines.Assistant(model: "mystery-1", input: 10, output: 20), SomeLines.Assistant(id: "msg_2", model: "mystery-1", input: 5, output: 6));
        TranscriptImportResult result = await test.ImportAsync();
        Assert.Equal(new Dictionary<string, long> { ["mystery-1"] = 41 }, result.Unpriced);
        Assert.All(await test.TokensAsync(), record =>
        {
            Assert.Null(record.Cost);
            Assert.Equal("unpriced", record.Attributes["cost_source"].Text);
        });
    }

    [Fact]
    public async Task Usage_WithNullsAndNumbersAsText_IsRead()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", SomeLines.Assistant(change: line => line["message"]!["usage"] = new JsonObject
        {
            ["input_tokens"] = "7",
            ["output_tokens"] = 8.0,
            ["cache_creation_input_tokens"] = null,
            ["cache_read_input_tokens"] = null,
            ["cache_creation"] = null,
            ["server_tool_use"] = null,
        }));
        await test.ImportAsync();
        Assert.Equal(15, Assert.Single(await test.TokensAsync()).Value);
    }

    [Fact]
    public async Task Speed_Fast_IsPricedAtItsRate()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", SomeLines.Assistant(model: "claude-opus-5", input: 1_000, output: 0, change: line => line["message"]!["usage"]!["speed"] = "fast"));
        await test.ImportAsync();
        MetricRecord record = Assert.Single(await test.TokensAsync());
        Assert.Equal(0.01m, record.Cost);
        Assert.Equal("fast", record.Attributes["speed"].Text);
    }

    [Fact]
    public async Task WebSearches_AreCountedBesideTokens()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", SomeLines.Assistant(change: line => line["message"]!["usage"]!["server_tool_use"] = new JsonObject { ["web_search_requests"] = 3 }));
        await test.ImportAsync();
        MetricRecord record = Assert.Single(await test.TokensAsync());
        Assert.Equal(3, record.Measurements["web_search_requests"]);
        Assert.Equal(30, record.Value);
    }

    [Fact]
    public async Task Content_OfMessages_IsNeverStored()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl",
            SomeLines.Prompt(),
            SomeLines.Assistant(content: SomeLines.ToolUse()),
            SomeLines.ToolResult(result: new JsonObject { ["stdout"] = "Secret output", ["structuredPatch"] = new JsonArray(new JsonObject { ["lines"] = new JsonArray("+Secret") }) }),
            SomeLines.Assistant(id: "msg_2", change: line => line["isApiErrorMessage"] = true),
            SomeLines.System("api_error", change: line => line["error"] = new JsonObject { ["status"] = 529, ["message"] = "Secret" }));
        await test.ImportAsync();
        Assert.DoesNotContain(await test.ContentAsync(), record => record.Contains("secret", StringComparison.OrdinalIgnoreCase));
    }
}
