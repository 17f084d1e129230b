using System.Text;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Tests.ClaudeCode.Telemetry;

public sealed class ClaudeTelemetryImporterTests : IAsyncDisposable
{
    private readonly ImportTest _test = new();

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    [Fact]
    public async Task Request_Alone_IsAResponseWithReportedCost()
    {
        ClaudeTelemetryResult result = await ImportAsync(SomePayloads.Logs(SomePayloads.Request(more: [("duration_ms", "120"), ("ttft_ms", 30), ("query_source", "sdk"), ("speed", "normal")])));
        Assert.Equal((1, 1, 1), (result.Events, result.Mapped, result.Stored));
        MetricRecord record = await _test.SingleAsync("token_usage");
        Assert.Equal((2419.0, 0.0030356m, "ada", "s-1", "claude-opus-5-5"), (record.Value, record.Cost, record.UserId, record.SessionId, record.Model));
        Assert.Equal((120, 0.03), (record.Measurements["duration_ms"], record.Measurements["time_to_first_token"]));
        Assert.Equal(("req_1", "reported", "otel", "2.1.330"), (Text(record, "request_id"), Text(record, "cost_source"), Text(record, "sources"), Text(record, "version")));
        Assert.False(record.Attributes.ContainsKey("speed"));
    }

    // Numbers and truth values come as text, in places.
    [Fact]
    public async Task ToolEvents_BecomeOneUse()
    {
        await ImportAsync(SomePayloads.Logs(
            SomePayloads.Event("tool_decision", ("tool_name", "mcp__db__query"), ("tool_use_id", "toolu_1"), ("decision", "accept"), ("source", "config")),
            SomePayloads.Event("tool_result", ("tool_name", "mcp__db__query"), ("tool_use_id", "toolu_1"), ("success", "false"), ("duration_ms", "2000"), ("tool_result_size_bytes", "5"))));
        MetricRecord tool = await _test.SingleAsync("tool_use");
        Assert.Equal((2000.0, 5.0, false, "accept", "db"), (tool.Value, tool.Measurements["output_bytes"], tool.Attributes["success"].Boolean, Text(tool, "decision"), Text(tool, "mcp_server")));
        Assert.Equal(SomePayloads.Time.AddSeconds(-2), tool.Timestamp);
    }

    [Fact]
    public async Task SamePayload_AgainAndInParts_ChangesNothing()
    {
        byte[] logs = SomePayloads.Logs(
            SomePayloads.Request(),
            SomePayloads.Event("api_error", ("request_id", "req_2"), ("status_code", 500), ("error", "Secret text")),
            SomePayloads.Event("compaction", ("trigger", "auto"), ("pre_tokens", "100"), ("post_tokens", "9")));
        byte[] counter = SomePayloads.Counter("claude_code.commit.count", 1, (1, 10, []), (2, 20, []));
        await ImportAsync(logs);
        await ImportAsync(counter);
        IReadOnlyList<string> before = await _test.ContentAsync();
        Assert.Equal(5, before.Count);
        Assert.DoesNotContain(before, record => record.Contains("Secret", StringComparison.Ordinal));
        Assert.Equal(0, (await ImportAsync(logs)).Stored);
        Assert.Equal(2, (await ImportAsync(counter)).Duplicates);
        Assert.Equal(before, await _test.ContentAsync());
    }

    [Theory]
    [InlineData(2)]
    [InlineData("AGGREGATION_TEMPORALITY_CUMULATIVE")]
    public async Task CumulativeCounter_LastStateOfASeriesCounts(object temporality)
    {
        await ImportAsync(SomePayloads.Counter("claude_code.token.usage", temporality, (10, 10, [("type", "input")]), (30, 30, [("type", "input")]), (5, 30, [("type", "output")])));
        await ImportAsync(SomePayloads.Counter("claude_code.token.usage", temporality, (20, 20, [("type", "input")])));
        Assert.Equal([5.0, 30], (await _test.AllAsync("reported_tokens")).Select(record => record.Value!.Value).Order());
        Assert.Empty(await _test.TokensAsync());
    }

    [Fact]
    public async Task WhatIsNotKnown_IsCountedAndStopsNothing()
    {
        byte[] payload = SomePayloads.Logs(
            SomePayloads.Event("a_new_event", ("x", 1)),
            SomePayloads.Event("plugin_loaded"),
            SomePayloads.Event("tool_result", ("tool_name", "Bash")),
            SomePayloads.Request(more: [("duration_ms", "soon")]),
            SomePayloads.Request("req_2", input: -1),
            SomePayloads.Request("req_3"));
        ClaudeTelemetryResult result = await ImportAsync(payload);
        Assert.Equal((6, 1, 1, 3, 0), (result.Events, result.Mapped, result.Ignored, result.Malformed, result.Foreign));
        Assert.Equal(KeyValuePair.Create("a_new_event", 1L), Assert.Single(result.Unknown));
        ClaudeTelemetryResult metrics = await ImportAsync(SomePayloads.Counter("claude_code.new.count", 1, (1, 1, [])));
        Assert.Equal((1, 0), (metrics.DataPoints, metrics.Mapped));
        Assert.Equal("claude_code.new.count", Assert.Single(metrics.Unknown).Key);
        Assert.Equal("req_3", Text(await _test.SingleAsync("token_usage"), "request_id"));
    }

    [Fact]
    public async Task OtherProgramsLogs_AreForeign()
    {
        string payload = """{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"scopeLogs":[{"logRecords":[{"timeUnixNano":"1","body":{"stringValue":"hello"}}]}]}]}""";
        Assert.Equal((1, 1), ((await ImportAsync(Encoding.UTF8.GetBytes(payload))) is var result ? (result.Events, result.Foreign) : default));
        Assert.Equal(1, (await ImportAsync(SomePayloads.Counter("http.requests", 1, (1, 1, [])))).Foreign);
        Assert.Empty(await _test.AllAsync());
    }

    [Theory]
    [InlineData("", "is no JSON")]
    [InlineData("{\"resourceLogs\":[", "is no JSON")]
    [InlineData("[]", "of kind Array")]
    [InlineData("{\"resourceLogs\":{}}", "must be an array")]
    [InlineData("{\"hello\":1}", "neither 'resourceLogs'")]
    public async Task BadPayload_IsATypedError(string payload, string said)
    {
        TelemetryFormatException error = await Assert.ThrowsAsync<TelemetryFormatException>(() => ImportAsync(Encoding.UTF8.GetBytes(payload)));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"resourceSpans\":[]}")]
    [InlineData("{\"resourceLogs\":[1,null,{\"scopeLogs\":[{\"logRecords\":[{},{\"body\":7,\"attributes\":[{\"key\":1},{\"key\":\"a\",\"value\":{}}]}]}]}]}")]
    [InlineData("{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"name\":\"claude_code.commit.count\",\"gauge\":{\"dataPoints\":[{}]}}]}]}]}")]
    public async Task OddPayload_GivesNoRecordAndNoError(string payload) => Assert.Equal(0, (await ImportAsync(Encoding.UTF8.GetBytes(payload))).Mapped);

    [Fact]
    public async Task DamagedPayload_IsATypedErrorOrCounted()
    {
        byte[] whole = SomePayloads.Logs(
            SomePayloads.Request(more: [("duration_ms", "120"), ("ttft_ms", 30)]),
            SomePayloads.Event("tool_result", ("tool_name", "Bash"), ("tool_use_id", "toolu_1"), ("success", "true"), ("duration_ms", 12.5)),
            SomePayloads.Event("api_error", ("request_id", "req_2"), ("status_code", 500)));
        var random = new Random(11);
        for (int round = 0; round < 1_000; round++)
        {
            byte[] damaged = [.. whole];
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                damaged[random.Next(damaged.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : whole[random.Next(whole.Length)];
            }

            try
            {
                ClaudeTelemetryResult result = await ImportAsync(damaged);
                Assert.Equal(result.Events + result.DataPoints, result.Mapped + result.Ignored + result.Malformed + result.Foreign + result.Unknown.Values.Sum());
            }
            catch (TelemetryFormatException)
            {
                // That is what it is for.
            }
        }
    }

    [Fact]
    public async Task Stream_LongerThanAllowed_IsATypedError()
    {
        var importer = new ClaudeTelemetryImporter(_test.Store, new ClaudeTelemetryOptions { MaxPayloadBytes = 1024 });
        using var stream = new MemoryStream(new byte[2000]);
        await Assert.ThrowsAsync<TelemetryFormatException>(() => importer.ImportFromAsync(stream));
        Assert.Throws<InvalidOptionsException>(() => new ClaudeTelemetryImporter(_test.Store, new ClaudeTelemetryOptions { MaxPayloadBytes = 1 }));
    }

    [Fact]
    public async Task Stream_IsReadWhole()
    {
        using var stream = new MemoryStream(SomePayloads.Logs(SomePayloads.Request()));
        Assert.Equal(1, (await new ClaudeTelemetryImporter(_test.Store).ImportFromAsync(stream, TestContext.Current.CancellationToken)).Stored);
    }

    [Fact]
    public async Task RequestWithoutId_IsKeptAside()
    {
        await ImportAsync(SomePayloads.Logs(SomePayloads.Request(id: null)));
        Assert.Empty(await _test.TokensAsync());
        MetricRecord aside = await _test.SingleAsync("unjoined_request");
        Assert.Equal((MetricCategory.Event, 2419.0, 0.0030356), (aside.Category, aside.Measurements["total_tokens"], aside.Measurements["reported_cost"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Transcript_OfTheSameRequest_IsTheSameRecord(bool transcriptFirst)
    {
        _test.Write("s.jsonl", SomeLines.Assistant(input: 9, output: 50, read: 2048, write5m: 310, model: "claude-opus-5-5"));
        for (int step = 0; step < 2; step++)
        {
            if (step == 0 == transcriptFirst)
            {
                await _test.ImportAsync();
            }
            else
            {
                await ImportAsync(SomePayloads.Logs(SomePayloads.Request()));
            }
        }

        MetricRecord record = await _test.SingleAsync("token_usage");
        Assert.Equal((2419.0, 0.0030356m, SomeLines.Session, "ada"), (record.Value, record.Cost, record.SessionId, record.UserId));
        var sources = RecordSources.Of(record);
        Assert.Equal(["otel"], sources.SourcesOf("completion_tokens"));
        Assert.Equal([new SourceDifference("completion_tokens", "transcript", 50)], sources.Differences);
    }

    [Fact]
    public async Task TwoResponsesUnderOneRequestId_BothStay()
    {
        _test.Write("s.jsonl", SomeLines.Assistant(id: "msg_1"), SomeLines.Assistant(id: "msg_2", uuid: "a-2"));
        await _test.ImportAsync();
        _test.Write("t.jsonl", SomeLines.Assistant(id: "msg_3", uuid: "a-3"));
        await _test.ImportAsync();
        Assert.Equal(["msg_1", "msg_2", "msg_3"], (await _test.TokensAsync()).Select(record => Text(record, "message_id")).Order(StringComparer.Ordinal));
    }

    private static string? Text(MetricRecord record, string name) => record.Attributes.TryGetValue(name, out AttributeValue value) ? value.Text : null;

    private Task<ClaudeTelemetryResult> ImportAsync(byte[] payload) => new ClaudeTelemetryImporter(_test.Store).ImportAsync(payload, TestContext.Current.CancellationToken);
}
