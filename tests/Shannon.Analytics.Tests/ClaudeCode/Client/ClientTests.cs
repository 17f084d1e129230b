using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Sessions;

namespace Shannon.Analytics.Tests.ClaudeCode.Client;

/// <summary>The real client: what is recorded live equals what the API knows and what the client itself reports, and its transcript adds nothing.</summary>
public sealed class ClientTests
{
    [Theory]
    [InlineData("plain", 1)]
    [InlineData("tool", 2)]
    [InlineData("edit", 2)]
    [InlineData("rate", 1)]
    [InlineData("overload", 1)]
    [InlineData("drop", 2)]
    public async Task Tokens_AreThoseOfTheApi_AndCostIsTheClients(string scenario, int responses)
    {
        await using ClientTest test = await ClientTest.OpenAsync();
        PromptResult result = await test.RunAsync(scenario);
        Assert.Equal((true, "An answer of the stub."), (result.Succeeded, result.Text));
        IReadOnlyList<MetricRecord> tokens = await test.AllAsync("token_usage");
        Assert.Equal(responses, tokens.Count);
        Assert.Equal(test.Api.Usages.ToDictionary(usage => usage.MessageId, usage => (double)usage.Total), tokens.ToDictionary(record => record.Attributes["message_id"].Text!, record => record.Value ?? 0));
        Assert.Equal(test.Api.Usages.Sum(usage => usage.Total), result.TotalTokens);
        Assert.Equal((double)result.Cost!.Value, (double)tokens.Sum(record => record.Cost ?? 0), 9);
        Assert.Single(await test.AllAsync("response_time"));
        Assert.Equal(0, Assert.Single(await test.AllAsync("turn_result")).Measurements["unseen_tokens"]);
    }

    [Theory]
    [InlineData("rate", "rate_limit")]
    [InlineData("overload", "overloaded")]
    public async Task Retries_AreErrorsThatWereRecovered(string scenario, string errorType)
    {
        await using ClientTest test = await ClientTest.OpenAsync();
        await test.RunAsync(scenario);
        IReadOnlyList<MetricRecord> errors = await test.AllAsync("error");
        Assert.Equal(2, errors.Count);
        Assert.All(errors, error => Assert.Equal((errorType, true), (error.Attributes["error_type"].Text, error.Attributes["recoverable"].Boolean)));
    }

    [Fact]
    public async Task BadRequest_IsOneErrorAndAFailedResult()
    {
        await using ClientTest test = await ClientTest.OpenAsync();
        PromptResult result = await test.RunAsync("bad");
        Assert.Equal((false, "invalid_request_error", 0m), (result.Succeeded, result.ErrorType, result.Cost));
        Assert.Single(await test.AllAsync("error"));
        Assert.Single(await test.AllAsync("response_time"));
        Assert.Empty(await test.AllAsync("token_usage"));
    }

    [Fact]
    public async Task Tools_HaveOutcomeAndLines()
    {
        await using ClientTest test = await ClientTest.OpenAsync();
        await test.RunAsync("edit");
        MetricRecord tool = Assert.Single(await test.AllAsync("tool_use"));
        Assert.Equal(("Write", true), (tool.Attributes["tool_name"].Text, tool.Attributes["success"].Boolean));
        Assert.InRange(tool.Value ?? -1, 0, 60_000);
        Assert.Equal(2, Assert.Single(await test.AllAsync("lines_of_code")).Value);
        Assert.True(File.Exists(Path.Combine(test.Folder, "out.txt")));
    }

    [Fact]
    public async Task Subagent_WhatTheStreamHidesIsTold_AndTheTranscriptFillsIt()
    {
        await using ClientTest test = await ClientTest.OpenAsync();
        PromptResult result = await test.RunAsync("sub");
        IReadOnlyList<MetricRecord> live = await test.AllAsync("token_usage");
        Assert.Equal(test.Api.Usages.Sum(usage => usage.Total), result.TotalTokens);
        Assert.Single(live, record => record.Attributes.ContainsKey("is_sidechain"));

        // The stream shows only those responses of a sub-agent that use a tool, and of them only the beginning; the transcript has all to their ends.
        double? unseen = (await test.AllAsync("turn_result")).Sum(record => record.Measurements["unseen_tokens"]);
        Assert.Equal(result.TotalTokens - live.Sum(record => record.Value), unseen);
        Assert.True(unseen > 0);
        await test.ImportAsync();
        Assert.Equal(
            test.Api.Usages.ToDictionary(usage => usage.MessageId, usage => (double)usage.Total),
            (await test.AllAsync("token_usage")).ToDictionary(record => record.Attributes["message_id"].Text!, record => record.Value ?? 0));
    }

    [Theory]
    [InlineData("tool")]
    [InlineData("edit")]
    [InlineData("rate")]
    [InlineData("bad")]
    public async Task Transcript_OfTheSameSession_AddsNothing(string scenario)
    {
        await using ClientTest test = await ClientTest.OpenAsync();
        await test.RunAsync(scenario);
        string[] names = ["token_usage", "tool_use", "error", "lines_of_code", "response_time", "session_start"];
        var before = new List<int>();
        foreach (string name in names)
        {
            before.Add((await test.AllAsync(name)).Count);
        }

        decimal? cost = (await test.AllAsync("token_usage")).Sum(record => record.Cost);
        await test.ImportAsync();
        var after = new List<int>();
        foreach (string name in names)
        {
            after.Add((await test.AllAsync(name)).Count);
        }

        Assert.Equal(before, after);
        Assert.Equal(cost, (await test.AllAsync("token_usage")).Sum(record => record.Cost));
    }

    [Theory]
    [InlineData(ClaudeProcessMode.PerPrompt)]
    [InlineData(ClaudeProcessMode.LongLived)]
    public async Task FivePrompts_GiveFiveTimesAndFiveUsages_EachAtItsOwnCost(ClaudeProcessMode mode)
    {
        await using ClientTest test = await ClientTest.OpenAsync(mode);
        AgentSession session = await test.NewSessionAsync();
        decimal cost = 0;
        for (int i = 0; i < 5; i++)
        {
            PromptResult result = await test.Manager.ExecutePromptAsync(session.Id, "SCENARIO:plain again");
            Assert.True(result.Succeeded, result.ErrorType);
            Assert.Equal(2419, result.TotalTokens);
            cost += result.Cost ?? 0;
        }

        Assert.Equal((5, 5), ((await test.AllAsync("response_time")).Count, (await test.AllAsync("token_usage")).Count));
        Assert.Equal((double)cost, (double)(await test.AllAsync("token_usage")).Sum(record => record.Cost ?? 0), 9);
        Assert.Equal(session.Id, Assert.Single(await test.AllAsync("session_start")).SessionId);
    }
}
