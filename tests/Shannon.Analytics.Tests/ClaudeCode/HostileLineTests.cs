using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.ClaudeCode.Ledger;
using Shannon.Analytics.ClaudeCode.Recording;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Tests.ClaudeCode;

/// <summary>Whatever a line holds, it is counted and never fatal.</summary>
public class HostileLineTests
{
    [Theory]
    [InlineData("not json")]
    [InlineData("{\"type\":\"assistant\"")]
    [InlineData("{\"type\":\"assistant\",\"message\":\"text\"}")]
    [InlineData("{\"type\":\"assistant\"}")]
    [InlineData("[1]")]
    [InlineData("123")]
    [InlineData("null")]
    [InlineData("{}{}")]
    [InlineData("{\"type\":\"user\",}")]
    [InlineData("\u0000")]
    public async Task Line_Malformed_IsCountedAndTheOthersAreRead(string line)
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", SomeLines.Assistant(id: "msg_1"), line, SomeLines.Assistant(id: "msg_2"));
        TranscriptImportResult result = await test.ImportAsync();
        Assert.Equal((3, 1), (result.Lines, result.MalformedLines));
        Assert.Empty(result.UnknownLines);
        Assert.Equal(2, (await test.TokensAsync()).Count);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1.5)]
    [InlineData(1e18)]
    [InlineData("many")]
    public async Task Count_OutOfRange_MakesTheLineMalformed(object count)
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", SomeLines.Assistant(change: line => line["message"]!["usage"]!["output_tokens"] = JsonNode.Parse(JsonSerializer.Serialize(count))));
        TranscriptImportResult result = await test.ImportAsync();
        Assert.Equal(1, result.MalformedLines);
        Assert.Empty(await test.TokensAsync());
    }

    [Fact]
    public async Task Type_Unknown_IsCountedByName()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", SomeLines.Of("hologram"), SomeLines.Of("hologram"), SomeLines.Of("other"), "{\"a\":1}", SomeLines.Of("summary"), SomeLines.Of("queue-operation"), SomeLines.Of("attachment"));
        TranscriptImportResult result = await test.ImportAsync();
        Assert.Equal(new Dictionary<string, long> { ["(none)"] = 1, ["hologram"] = 2, ["other"] = 1 }, result.UnknownLines);
        Assert.Equal((7, 0), (result.Lines, result.MalformedLines));
    }

    [Fact]
    public async Task Types_WithoutNumber_AreToldApartUpToABound()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", [.. Enumerable.Range(0, 500).Select(i => SomeLines.Of("type-" + i))]);
        TranscriptImportResult result = await test.ImportAsync();
        Assert.Equal(101, result.UnknownLines.Count);
        Assert.Equal(500, result.UnknownLines.Values.Sum());
        Assert.Equal(400, result.UnknownLines["(other)"]);
    }

    [Fact]
    public async Task Member_GivenTwice_CountsTheLastTime()
    {
        await using var test = new ImportTest();
        string line = SomeLines.Assistant(id: "msg_1", output: 20);
        test.Write("s.jsonl", line.Replace("\"output_tokens\":20", "\"output_tokens\":20,\"output_tokens\":30", StringComparison.Ordinal));
        await test.ImportAsync();
        Assert.Equal(30, Assert.Single(await test.TokensAsync()).Measurements["completion_tokens"]);
    }

    [Fact]
    public async Task Member_Escaped_IsUnderstood()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", SomeLines.Assistant().Replace("\"message\":", "\"m\\u0065ssage\":", StringComparison.Ordinal).Replace("\"msg_1\"", "\"m\\u0073g_1\"", StringComparison.Ordinal));
        await test.ImportAsync();
        Assert.Equal("msg_1", Assert.Single(await test.TokensAsync()).Attributes["message_id"].Text);
    }

    [Fact]
    public async Task Nesting_Deep_IsReadAndTooDeepIsMalformed()
    {
        static JsonNode Nest(int depth)
        {
            JsonNode node = new JsonArray();
            for (int i = 0; i < depth; i++)
            {
                node = new JsonArray(node);
            }

            return node;
        }

        await using var test = new ImportTest();
        test.Write("s.jsonl",
            SomeLines.Assistant(id: "msg_1", change: line => line["extra"] = Nest(500)),
            SomeLines.Assistant(id: "msg_2", change: line => line["extra"] = Nest(1_200)));
        TranscriptImportResult result = await test.ImportAsync();
        Assert.Equal(1, result.MalformedLines);
        Assert.Single(await test.TokensAsync());
    }

    [Fact]
    public async Task Texts_UnfitForTheStore_AreLeftOut()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", SomeLines.Assistant(id: "msg_1", change: line =>
        {
            line["cwd"] = new string('p', 5_000);
            line["gitBranch"] = "nul\u0000";
            line["version"] = string.Empty;
            line["sessionId"] = new string('s', 600);
            line["requestId"] = new string('r', 100_000);
            line["uuid"] = 17;
        }).Replace("\"claude-sonnet-4-5-20250929\"", "\"\\ud800\"", StringComparison.Ordinal));
        await test.ImportAsync();
        MetricRecord record = Assert.Single(await test.TokensAsync());
        Assert.Null(record.Project);
        Assert.Null(record.Model);
        Assert.Equal("s", record.SessionId);
        Assert.False(record.Attributes.ContainsKey("git_branch"));
    }

    [Fact]
    public async Task Ids_LongOrForeign_StillCountOnce()
    {
        string longId = "msg_" + new string('x', 5_000);
        await using var test = new ImportTest();
        test.Write("s.jsonl", SomeLines.Assistant(id: longId), SomeLines.Assistant(id: longId, uuid: "a-2"), SomeLines.Assistant(id: "msg_é"), SomeLines.Assistant(id: "msg_é", uuid: "a-2"));
        await test.ImportAsync();
        Assert.Equal(2, (await test.TokensAsync()).Count);
    }

    [Fact]
    public async Task Timestamp_MissingOrWrong_TakesTheLastOneBefore()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl",
            SomeLines.Prompt(second: 30),
            SomeLines.Assistant(id: "msg_1", change: line => line.Remove("timestamp")),
            SomeLines.Assistant(id: "msg_2", change: line => line["timestamp"] = "yesterday"),
            SomeLines.Assistant(id: "msg_3", change: line => line["timestamp"] = "9999-99-99T99:99:99.999Z"),
            SomeLines.Assistant(id: "msg_4", change: line => line["timestamp"] = "2026-01-05T11:00:30+01:00"));
        await test.ImportAsync();
        Assert.All(await test.TokensAsync(), record => Assert.Equal(SomeLines.Start.AddSeconds(30), record.Timestamp));
    }

    [Fact]
    public async Task Lines_Mutated_AreOnlyCounted()
    {
        string[] seeds =
        [
            SomeLines.Prompt(),
            SomeLines.Assistant(content: SomeLines.ToolUse(), write1h: 5),
            SomeLines.Assistant(model: "<synthetic>", change: line => (line["isApiErrorMessage"], line["costUSD"]) = (true, 0.5)),
            SomeLines.ToolResult(isError: true, result: new JsonObject { ["type"] = "create", ["content"] = "a\nb", ["structuredPatch"] = new JsonArray(new JsonObject { ["oldLines"] = 1, ["newLines"] = 2, ["lines"] = new JsonArray("+a") }) }),
            SomeLines.System("compact_boundary", change: line => line["compactMetadata"] = new JsonObject { ["trigger"] = "auto", ["preTokens"] = 5 }),
            SomeLines.System("turn_duration", change: line => line["durationMs"] = 5),
            SomeLines.System("api_error", change: line => (line["error"], line["retryAttempt"], line["maxRetries"]) = (new JsonObject { ["status"] = 529 }, 1, 2)),
        ];
        var random = new Random(42);
        var recorder = new LineRecorder(new CostCalculator(PriceBook.Default));
        recorder.Begin(new FileIdentity("/x/s.jsonl"), new FileCarry(), 1);
        var batch = new RecordBatch(LedgerSource.Transcript, new LedgerMergers(new CostCalculator(PriceBook.Default)));
        for (int i = 0; i < 60_000; i++)
        {
            byte[] line = Mutate(Encoding.UTF8.GetBytes(seeds[random.Next(seeds.Length)]), seeds, random);
            recorder.TryRecord(batch, line, isWhole: random.Next(2) == 0);
            if (i % 1_000 == 0)
            {
                recorder.RecordOpenEnds(batch);
                recorder.Begin(new FileIdentity("/x/s.jsonl"), recorder.Carry, 1);
            }
        }

        // The store takes all of it: every record is valid.
        await using var test = new ImportTest();
        await test.Store.InitializeAsync();
        foreach (RecordTable table in batch.Tables.Where(table => table.Count > 0))
        {
            await test.Store.AppendColumnsAsync(table.ToBatch(null), cancellationToken: TestContext.Current.CancellationToken);
        }

        Assert.Equal(batch.Rows, (await test.AllAsync()).Count);
        Assert.True(batch.Rows > 1_000);
    }

    private static byte[] Mutate(byte[] line, string[] seeds, Random random)
    {
        List<byte> bytes = [.. line];
        for (int change = random.Next(4); change >= 0 && bytes.Count > 0; change--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] = (byte)"\"\\{}[]:,0-e.x"[random.Next(13)];
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(20), bytes.Count - at));
                    break;
                case 3:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(seeds[random.Next(seeds.Length)]).AsSpan(0, random.Next(60)).ToArray());
                    break;
                case 4:
                    bytes.InsertRange(at, "\\u0000\\ud800"u8.ToArray());
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(40), bytes.Count - at)));
                    break;
            }
        }

        return [.. bytes];
    }
}
