using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.ClaudeCode.Client;

/// <summary>The real client, seen live, by OpenTelemetry and in its transcripts: one ledger, whatever comes first, which tells where the sources differ.</summary>
public sealed class LedgerTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private int _stores;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("plain")]
    [InlineData("tool")]
    [InlineData("edit")]
    [InlineData("sub")]
    [InlineData("rate")]
    [InlineData("overload")]
    [InlineData("bad")]
    [InlineData("drop")]
    [InlineData("compact")]
    [InlineData("resume")]
    [InlineData("fork")]
    public async Task AnyOrder_GivesTheSameRecords_WithTheApisTokensAndTheClientsCost(string scenario)
    {
        await using ClientTest test = await ClientTest.OpenAsync();
        LedgerCapture capture = await LedgerCapture.RunAsync(test, scenario);
        IReadOnlyList<string>? expected = null;
        foreach (string order in LedgerCapture.Orders)
        {
            await using SqliteStore store = NewStore();
            await capture.FeedAsync(store, order);
            IReadOnlyList<string> records = await RecordText.AllAsync(store);
            Assert.Equal(expected ?? records, records);
            expected = records;
            Assert.Equal(0, await capture.FeedAsync(store, order + order));
            Assert.Equal(expected, await RecordText.AllAsync(store));
            MetricRecord[] tokens = await AllAsync(store, "token_usage");
            Assert.Equal(capture.Usages.Select(usage => (double)usage.Total).Order(), tokens.Select(record => record.Value!.Value).Order());
            Assert.Equal(Math.Round(capture.Cost, 9), tokens.Sum(record => record.Cost ?? 0));
            Assert.Equal(
                capture.Usages.Where(usage => tokens.Any(record => IdOf(record) == usage.MessageId)).ToDictionary(usage => usage.MessageId, usage => (double)usage.Output),
                tokens.Where(record => IdOf(record) is not null).ToDictionary(record => IdOf(record)!, record => record.Measurements["completion_tokens"]));
        }

        var random = new Random(7);
        for (int round = 0; round < 5; round++)
        {
            await using SqliteStore store = NewStore();
            await capture.FeedMixedAsync(store, random);
            Assert.Equal(expected, await RecordText.AllAsync(store));
        }
    }

    [Fact]
    public async Task Sources_ThatAgree_StandBesideEachFigure()
    {
        await using ClientTest test = await ClientTest.OpenAsync();
        await using SqliteStore store = await FedAsync(test, "tool", LedgerCapture.All);
        foreach (MetricRecord record in await AllAsync(store, "token_usage"))
        {
            var sources = RecordSources.Of(record);
            Assert.Equal(["transcript", "live", "otel"], sources.Sources);
            Assert.Empty(sources.Differences);
            Assert.Equal(["transcript", "live", "otel"], sources.SourcesOf("completion_tokens"));
            Assert.Equal(["otel", "computed"], sources.SourcesOf("cost"));
            Assert.Equal(["otel"], sources.SourcesOf("time_to_first_token"));
            Assert.Equal(("measured", "reported", "sdk"), (record.Attributes["quality"].Text, record.Attributes["cost_source"].Text, record.Attributes["query_source"].Text));
        }

        MetricRecord tool = Assert.Single(await AllAsync(store, "tool_use"));
        Assert.Equal(["transcript", "live", "otel"], RecordSources.Of(tool).SourcesOf("success"));
        Assert.Contains("otel", RecordSources.Of(tool).SourcesOf("duration_ms"));
        Assert.Equal(("accept", "config", true), (tool.Attributes["decision"].Text, tool.Attributes["decision_source"].Text, tool.Attributes["success"].Boolean));
        MetricRecord answer = Assert.Single(await AllAsync(store, "response_time"));
        Assert.Equal(["live"], RecordSources.Of(answer).SourcesOf("value"));
        Assert.True(answer.Measurements["time_to_first_token"] > 0);
    }

    [Fact]
    public async Task FailedRequest_IsOneErrorOfThreeSources()
    {
        await using ClientTest test = await ClientTest.OpenAsync();
        await using SqliteStore store = await FedAsync(test, "bad", LedgerCapture.All);
        MetricRecord error = Assert.Single(await AllAsync(store, "error"));
        Assert.Equal(["transcript", "live", "otel"], RecordSources.Of(error).Sources);
        Assert.Equal(400, error.Attributes["status_code"].Number);
    }

    // The stream gives of a sub-agent's responses at best the beginning.
    [Fact]
    public async Task Subagent_WhatTheStreamLacksIsADifference()
    {
        await using ClientTest test = await ClientTest.OpenAsync();
        await using SqliteStore store = await FedAsync(test, "sub", LedgerCapture.All);
        MetricRecord[] tokens = await AllAsync(store, "token_usage");
        MetricRecord begun = Assert.Single(tokens, record => record.Attributes.ContainsKey("is_sidechain") && RecordSources.Of(record).Sources.Count == 3);
        Assert.Equal(21, begun.Measurements["completion_tokens"]);
        Assert.Equal([new SourceDifference("completion_tokens", "live", 1)], RecordSources.Of(begun).Differences);
        MetricRecord unseen = Assert.Single(tokens, record => RecordSources.Of(record).Sources.Count == 2);
        Assert.Equal(["transcript", "otel"], RecordSources.Of(unseen).Sources);
    }

    // A transcript knows nothing of a stream that broke off; the client counts its cost with the attempt that followed.
    [Theory]
    [InlineData("LOT")]
    [InlineData("OT")]
    [InlineData("LO")]
    [InlineData("L")]
    [InlineData("O")]
    public async Task DroppedStream_CostIsTheClients_AndTheDifferenceShows(string sources)
    {
        await using ClientTest test = await ClientTest.OpenAsync();
        LedgerCapture capture = await LedgerCapture.RunAsync(test, "drop");
        await using SqliteStore store = NewStore();
        await capture.FeedAsync(store, sources);
        MetricRecord[] tokens = await AllAsync(store, "token_usage");
        Assert.Equal(Math.Round(capture.Cost, 9), tokens.Sum(record => record.Cost ?? 0));
        Assert.Equal(sources.Contains('L', StringComparison.Ordinal) ? 2 : 1, tokens.Length);
        MetricRecord whole = Assert.Single(tokens, record => !record.Attributes.ContainsKey("abandoned"));
        Assert.Equal(2419, whole.Value);
        if (sources.Length == 3)
        {
            Assert.Equal([new SourceDifference("cost", "otel", (double)Math.Round(capture.Cost, 9))], RecordSources.Of(whole).Differences);
            Assert.Equal(["live"], RecordSources.Of(Assert.Single(tokens, record => record.Attributes.ContainsKey("abandoned"))).Sources);
        }
        else if (sources == "OT")
        {
            SourceDifference difference = Assert.Single(RecordSources.Of(whole).Differences);
            Assert.Equal(("cost", "computed", 0.0030356), (difference.Figure, difference.Source, Math.Round(difference.Value, 9)));
        }
    }

    [Fact]
    public async Task Compaction_RequestsAreKnownToTelemetryAlone()
    {
        await using ClientTest test = await ClientTest.OpenAsync();
        await using SqliteStore store = await FedAsync(test, "compact", LedgerCapture.All);
        MetricRecord[] compacting = [.. (await AllAsync(store, "token_usage")).Where(record => RecordSources.Of(record).Sources is ["otel"])];
        Assert.All(compacting, record => Assert.Equal("compact", record.Attributes["query_source"].Text));
        Assert.Equal(2, compacting.Length);
        Assert.Equal(compacting.Sum(record => record.Value), (await AllAsync(store, "turn_result")).Sum(record => record.Measurements["unseen_tokens"]));
        Assert.Single(await AllAsync(store, "compaction"));
    }

    // What the client's own counters say is kept beside the ledger, and adds up to it.
    [Fact]
    public async Task Counters_AgreeWithTheLedger_AndAreNoSpendingOfTheirOwn()
    {
        await using ClientTest test = await ClientTest.OpenAsync();
        await using SqliteStore store = await FedAsync(test, "sub", LedgerCapture.All);
        MetricRecord[] tokens = await AllAsync(store, "token_usage");
        Assert.Equal(tokens.Sum(record => record.Value), (await AllAsync(store, "reported_tokens")).Sum(record => record.Value));
        Assert.Equal((double)tokens.Sum(record => record.Cost ?? 0), (await AllAsync(store, "reported_cost")).Sum(record => record.Value) ?? 0, 9);
    }

    [Fact]
    public async Task TelemetryAlone_TellsOfSessionsToo()
    {
        await using ClientTest test = await ClientTest.OpenAsync();
        await using SqliteStore store = await FedAsync(test, "plain", "O");
        MetricRecord start = Assert.Single(await AllAsync(store, "session_start"));
        Assert.Equal(("fresh", "ada", test.Folder), (start.Attributes["start_type"].Text, start.UserId, start.Project));
    }

    private static string? IdOf(MetricRecord record) => record.Attributes.TryGetValue("message_id", out AttributeValue id) ? id.Text : null;

    private static async Task<MetricRecord[]> AllAsync(SqliteStore store, string name) =>
        [.. (await store.ReadPageAsync(new MetricQuery { Selector = Selector.Of(name) }, MetricLimits.MaxListCount)).Records];

    private async Task<SqliteStore> FedAsync(ClientTest test, string scenario, string order)
    {
        LedgerCapture capture = await LedgerCapture.RunAsync(test, scenario);
        SqliteStore store = NewStore();
        await capture.FeedAsync(store, order);
        return store;
    }

    private SqliteStore NewStore() => new(_folder.File($"ledger{_stores++}.db"));
}
