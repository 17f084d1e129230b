using Microsoft.Extensions.AI;
using Shannon.Analytics.AI;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.AI;

/// <summary>What a call leaves behind.</summary>
public sealed class AnalyticsChatClientTests : IAsyncLifetime
{
    private const string Id = "msg_01AbCdEfGhIjKlMnOpQrStUv";
    private static readonly UsageDetails Anthropic = new()
    {
        InputTokenCount = 1_000_000 + 700 + 200,
        OutputTokenCount = 50,
        CachedInputTokenCount = 700,
        ReasoningTokenCount = 20,
        AdditionalCounts = new() { ["CacheCreationInputTokens"] = 200 },
    };

    private ChatFixture _fixture = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _fixture = await ChatFixture.CreateAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_Answered_LeavesSessionTokensCostAndTimes(bool streaming)
    {
        _fixture.Model.Enqueue(FakeAnswer.Text(Id, Anthropic));
        IChatClient client = _fixture.Client(new ChatAnalyticsOptions { Recording = ChatRecordingMode.Awaited, UserId = "ada", Project = "/src/one" });

        Assert.Equal("Hello world", await AskAsync(client, streaming));

        MetricRecord session = Assert.Single(await _fixture.RecordsAsync("session_start"));
        MetricRecord tokens = Assert.Single(await _fixture.RecordsAsync("token_usage"));
        MetricRecord time = Assert.Single(await _fixture.RecordsAsync("response_time"));
        Assert.Equal(3, (await _fixture.RecordsAsync()).Count);
        Assert.Equal(("ada", "/src/one", FakeAnswer.Model, Some.Time), (session.UserId, session.Project, session.Model, session.Timestamp));
        Assert.All([tokens, time], record => Assert.Equal((session.SessionId, "ada", "/src/one", FakeAnswer.Model, Some.Time.AddSeconds(2)), (record.SessionId, record.UserId, record.Project, record.Model, record.Timestamp)));
        Assert.Equal([1_000_000, 50, 700, 200, 20, 1_000_950], new[] { "prompt_tokens", "completion_tokens", "cache_read_tokens", "cache_creation_tokens", "reasoning_tokens", "total_tokens" }.Select(name => tokens.Measurements[name]));
        Assert.Equal(new CostCalculator(PriceBook.Default).Calculate(FakeAnswer.Model, new TokenCounts { Input = 1_000_000, Output = 50, CacheRead = 700, CacheWrite5m = 200 }, Some.Time).Amount, tokens.Cost);
        Assert.Equal(("computed", PriceBook.Default.Version, Id, "anthropic", "stop", streaming), (tokens.Attributes["cost_source"].Text, tokens.Attributes["price_version"].Text, tokens.Attributes["response_id"].Text, tokens.Attributes["provider"].Text, tokens.Attributes["finish_reason"].Text, tokens.Attributes["streaming"].Boolean));
        Assert.Equal((2.0, true), (time.Measurements["value"], time.Attributes["success"].Boolean));
        Assert.Equal(streaming ? 0.5 : (double?)null, time.Measurements.TryGetValue("time_to_first_token", out double first) ? first : (double?)null);
        Assert.Equal(streaming ? 49 / 1.5 : 25, time.Measurements["output_tokens_per_second"], 9);
    }

    [Fact]
    public async Task Stream_UsageInSeveralParts_AddsUp()
    {
        _fixture.Model.Enqueue(new FakeAnswer(
            FakeAnswer.Piece(1, Id, null, new UsageContent(new UsageDetails { InputTokenCount = 100, OutputTokenCount = 1 })),
            FakeAnswer.Piece(1, Id, null, new TextReasoningContent("hm")),
            FakeAnswer.Piece(1, Id, null, new UsageContent(new UsageDetails { OutputTokenCount = 29 }))));

        await AskAsync(_fixture.Client(), streaming: true);

        MetricRecord tokens = Assert.Single(await _fixture.RecordsAsync("token_usage"));
        Assert.Equal((100, 30), (tokens.Measurements["prompt_tokens"], tokens.Measurements["completion_tokens"]));
        Assert.Equal(2, Assert.Single(await _fixture.RecordsAsync("response_time")).Measurements["time_to_first_token"]);
    }

    [Fact]
    public async Task Call_WithoutUsage_SaysSoAndInventsNothing()
    {
        _fixture.Model.Enqueue(new FakeAnswer(FakeAnswer.Piece(1, Id, null, new TextContent("hi"))));

        await AskAsync(_fixture.Client());

        Assert.Empty(await _fixture.RecordsAsync("token_usage"));
        Assert.False(Assert.Single(await _fixture.RecordsAsync("response_time")).Attributes["usage_reported"].Boolean);
    }

    [Fact]
    public async Task Call_ModelWithoutPrice_IsUnpricedAndNotFree()
    {
        var fixture = await ChatFixture.CreateAsync(new ChatClientMetadata("ollama", null, "llama3.2"));
        await using var _ = fixture;
        var (after, update) = FakeAnswer.Piece(1, "2026-03-14T15:09:26.1234567Z", null, new TextContent("hi"), new UsageContent(new UsageDetails { InputTokenCount = 26, OutputTokenCount = 298, AdditionalCounts = new() { ["total_duration"] = 5_043_500_667 } }));
        update.ModelId = "llama3.2:latest";
        fixture.Model.Enqueue(new FakeAnswer((after, update)));

        await AskAsync(fixture.Client(), streaming: true);

        MetricRecord tokens = Assert.Single(await fixture.RecordsAsync("token_usage"));
        Assert.Equal((null, "unpriced", "llama3.2:latest", "llama3.2", 324), (tokens.Cost, tokens.Attributes["cost_source"].Text, tokens.Model, tokens.Attributes["request_model"].Text, tokens.Measurements["total_tokens"]));
    }

    [Fact]
    public async Task Call_CostThatTheProviderReports_Wins()
    {
        var (after, update) = FakeAnswer.Piece(1, Id, null, new TextContent("hi"), new UsageContent(Anthropic));
        update.AdditionalProperties = new() { ["cost"] = 0.0125m };
        _fixture.Model.Enqueue(new FakeAnswer((after, update)));

        await AskAsync(_fixture.Client(new ChatAnalyticsOptions { Recording = ChatRecordingMode.Awaited, ReportedCost = response => (decimal?)response.AdditionalProperties?["cost"] }), streaming: true);

        MetricRecord tokens = Assert.Single(await _fixture.RecordsAsync("token_usage"));
        Assert.Equal((0.0125m, "reported"), (tokens.Cost, tokens.Attributes["cost_source"].Text));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_TwoClientsInOnePipeline_CountOnce(bool streaming)
    {
        IChatClient client = new ChatClientBuilder(_fixture.Client()).UseShannonAnalytics(_fixture.Engine).Build();

        await AskAsync(client, streaming);

        Assert.Single(await _fixture.RecordsAsync("token_usage"));
        Assert.Single(await _fixture.RecordsAsync("response_time"));
        Assert.Equal(3, client.GetService<AnalyticsChatClient>()!.Recording.Accepted);
    }

    [Fact]
    public async Task Call_SameResponseAgain_CountsOnceAndTheFullerCopyWins()
    {
        _fixture.Model.Enqueue(FakeAnswer.Text(Id, new UsageDetails { InputTokenCount = 100, OutputTokenCount = 10 }));
        _fixture.Model.Enqueue(FakeAnswer.Text(Id, new UsageDetails { InputTokenCount = 100, OutputTokenCount = 40 }));
        _fixture.Model.Enqueue(FakeAnswer.Text(Id, new UsageDetails { InputTokenCount = 100, OutputTokenCount = 20 }));

        for (int i = 0; i < 3; i++)
        {
            await AskAsync(_fixture.Client());
        }

        Assert.Equal(40, Assert.Single(await _fixture.RecordsAsync("token_usage")).Measurements["completion_tokens"]);
    }

    [Fact]
    public async Task Call_ShortResponseIdThatComesAgain_IsAnotherResponse()
    {
        IChatClient client = _fixture.Client();
        for (int i = 0; i < 2; i++)
        {
            _fixture.Model.Enqueue(FakeAnswer.Text("chatcmpl-417"));
            await AskAsync(client);
        }

        Assert.Equal(2, (await _fixture.RecordsAsync("token_usage")).Count);
    }

    private static async Task<string> AskAsync(IChatClient client, bool streaming = false) => streaming
        ? (await client.GetStreamingResponseAsync("hello", cancellationToken: Cancelled).ToChatResponseAsync(Cancelled)).Text
        : (await client.GetResponseAsync("hello", cancellationToken: Cancelled)).Text;
}
