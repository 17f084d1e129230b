using Microsoft.Extensions.AI;
using Shannon.Analytics.AI;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Tests.AI;

/// <summary>Function calls, paired with results that come with a later request.</summary>
public sealed class ChatToolTests : IAsyncLifetime
{
    private ChatFixture _fixture = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _fixture = await ChatFixture.CreateAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Function_InvokedByThePipeline_HasDurationAndOutcome(bool fails)
    {
        _fixture.Model.Enqueue(FakeAnswer.Call("msg_01AbCdEfGhIjKlMnOpQr1", "call_1"));
        _fixture.Model.Enqueue(FakeAnswer.Text("msg_01AbCdEfGhIjKlMnOpQr2"));
        AIFunction weather = AIFunctionFactory.Create(
            (string city) =>
            {
                _fixture.Time.Advance(TimeSpan.FromMilliseconds(250));
                return fails ? throw new InvalidTimeZoneException() : "rain";
            },
            "get_weather");
        IChatClient client = new ChatClientBuilder(_fixture.Model).UseFunctionInvocation()
            .UseShannonAnalytics(_fixture.Engine, new ChatAnalyticsOptions { Recording = ChatRecordingMode.Awaited }).Build();

        ChatResponse response = await client.GetResponseAsync("weather?", new ChatOptions { Tools = [weather] }, Cancelled);

        Assert.Equal("Hello world", response.Text);
        MetricRecord tool = Assert.Single(await _fixture.RecordsAsync("tool_use"));
        Assert.Equal(("get_weather", "call_1", 250, !fails), (tool.Attributes["tool_name"].Text, tool.Attributes["tool_use_id"].Text, tool.Measurements["duration_ms"], tool.Attributes["success"].Boolean));

        // Each request to the model is a call of its own, in the same session.
        Assert.Equal(2, (await _fixture.RecordsAsync("response_time")).Count);
        Assert.Single((await _fixture.RecordsAsync()).Select(record => record.SessionId).Distinct());
    }

    [Fact]
    public async Task Function_InvokedByThePipeline_StaysInTheConversationThatThePipelineForgets()
    {
        _fixture.Model.Enqueue(FakeAnswer.Call("msg_01AbCdEfGhIjKlMnOpQr1", "call_1"));
        IChatClient client = new ChatClientBuilder(_fixture.Client()).UseFunctionInvocation().Build();

        await client.GetResponseAsync("weather?", new ChatOptions { ConversationId = "c-1", Tools = [AIFunctionFactory.Create(() => "rain", "get_weather")] }, Cancelled);

        Assert.Equal(2, (await _fixture.RecordsAsync("response_time")).Count);
        Assert.All(await _fixture.RecordsAsync(), record => Assert.Equal("c-1", record.SessionId));
        Assert.Single(await _fixture.RecordsAsync("tool_use"));
    }

    [Fact]
    public async Task History_SentAgain_CountsEachUseOnce()
    {
        _fixture.Model.Enqueue(FakeAnswer.Call("msg_01AbCdEfGhIjKlMnOpQr1", "call_1", "call_2"));
        IChatClient client = _fixture.Client();
        List<ChatMessage> messages = [new(ChatRole.User, "weather?")];
        messages.AddMessages(await client.GetResponseAsync(messages, cancellationToken: Cancelled));
        messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent("call_1", "rain"), new FunctionResultContent("call_2", "sun"), new FunctionResultContent("unknown", "?")]));

        for (int i = 0; i < 3; i++)
        {
            messages.AddMessages(await client.GetResponseAsync(messages, cancellationToken: Cancelled));
        }

        Assert.Equal(["call_1", "call_2"], (await _fixture.RecordsAsync("tool_use")).Select(record => record.Attributes["tool_use_id"].Text).Order());
    }

    [Fact]
    public async Task Stream_WithCallAndResult_HasTheTimeBetween()
    {
        _fixture.Model.Enqueue(new FakeAnswer(
            FakeAnswer.Piece(1, "msg_01AbCdEfGhIjKlMnOpQr1", null, new FunctionCallContent("call_1", "search")),
            FakeAnswer.Piece(3, "msg_01AbCdEfGhIjKlMnOpQr1", null, new FunctionResultContent("call_1", "found"))));

        await _fixture.Client().GetStreamingResponseAsync("search", cancellationToken: Cancelled).ToChatResponseAsync(Cancelled);

        Assert.Equal(3000, Assert.Single(await _fixture.RecordsAsync("tool_use")).Measurements["duration_ms"]);
    }

    [Fact]
    public async Task Function_WhoseResultNobodySends_IsRecordedWhenTheClientGoes()
    {
        _fixture.Model.Enqueue(FakeAnswer.Call("msg_01AbCdEfGhIjKlMnOpQr1", "call_1"));
        IChatClient client = _fixture.Client();
        await client.GetResponseAsync("weather?", cancellationToken: Cancelled);
        Assert.Empty(await _fixture.RecordsAsync("tool_use"));

        client.Dispose();
        await _fixture.Engine.FlushAsync(Cancelled);

        MetricRecord tool = Assert.Single(await _fixture.RecordsAsync("tool_use"));
        Assert.False(tool.Attributes.ContainsKey("success"));
        Assert.False(tool.Measurements.ContainsKey("duration_ms"));
    }

    [Fact]
    public async Task Functions_ThatNeverEnd_AreBounded()
    {
        IChatClient client = _fixture.Client();
        _fixture.Model.Enqueue(FakeAnswer.Call("msg_01AbCdEfGhIjKlMnOpQr1", [.. Enumerable.Range(0, 1030).Select(i => $"call_{i}")]));

        await client.GetResponseAsync("weather?", cancellationToken: Cancelled);

        Assert.Equal(6, (await _fixture.RecordsAsync("tool_use")).Count);
    }
}
