using System.Net;
using Microsoft.Extensions.AI;
using NSubstitute;
using Shannon.Analytics.AI;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Tests.AI;

/// <summary>Calls that do not end well, and recording that does not.</summary>
public sealed class ChatCallEndTests : IAsyncLifetime
{
    private const string Id = "msg_01AbCdEfGhIjKlMnOpQrStUv";
    private ChatFixture _fixture = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _fixture = await ChatFixture.CreateAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Call_ThatFails_IsAnErrorOfItsTypeAndStatusWithoutItsMessage()
    {
        _fixture.Model.Enqueue(FakeAnswer.Text(Id) with { Error = new InvalidOperationException("the prompt was: secret", new HttpRequestException("429", null, HttpStatusCode.TooManyRequests)) });

        await Assert.ThrowsAsync<InvalidOperationException>(() => _fixture.Client().GetResponseAsync("secret", cancellationToken: Cancelled));

        MetricRecord error = Assert.Single(await _fixture.RecordsAsync("error"));
        MetricRecord time = Assert.Single(await _fixture.RecordsAsync("response_time"));
        Assert.Equal(("InvalidOperationException", 429, FakeAnswer.Model), (error.Attributes["error_type"].Text, error.Attributes["status_code"].Number, error.Model));
        Assert.Equal((2.0, false), (time.Measurements["value"], time.Attributes["success"].Boolean));
        Assert.DoesNotContain(await _fixture.RecordsAsync(), record => record.ToJson().Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stream_ThatFailsMidway_IsRecordedWithWhatIsKnown()
    {
        _fixture.Model.Enqueue(new FakeAnswer(
            FakeAnswer.Piece(1, Id, null, new UsageContent(new UsageDetails { InputTokenCount = 100, OutputTokenCount = 1 })),
            FakeAnswer.Piece(1, Id, null, new TextContent("Hel")))
        {
            Error = new HttpRequestException("gone"),
        });

        await Assert.ThrowsAsync<HttpRequestException>(() => _fixture.Client().GetStreamingResponseAsync("hello", cancellationToken: Cancelled).ToChatResponseAsync(Cancelled));

        MetricRecord tokens = Assert.Single(await _fixture.RecordsAsync("token_usage"));
        Assert.Equal((100, "failed", Id), (tokens.Measurements["prompt_tokens"], tokens.Attributes["outcome"].Text, tokens.Attributes["response_id"].Text));
        Assert.Equal(2, Assert.Single(await _fixture.RecordsAsync("response_time")).Measurements["time_to_first_token"]);
        Assert.Equal("HttpRequestException", Assert.Single(await _fixture.RecordsAsync("error")).Attributes["error_type"].Text);
    }

    [Fact]
    public async Task Call_ThatTakesTooLong_IsATimeOutOfTheModel()
    {
        _fixture.Model.Enqueue(FakeAnswer.Text(Id) with { Error = new TaskCanceledException("HttpClient.Timeout", new TimeoutException()) });

        await Assert.ThrowsAsync<TaskCanceledException>(() => _fixture.Client().GetResponseAsync("hello", cancellationToken: Cancelled));

        Assert.Equal("timeout", Assert.Single(await _fixture.RecordsAsync("error")).Attributes["error_type"].Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_ThatItsCallerCancels_IsNoErrorAndNoResponseTime(bool streaming)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        _fixture.Model.Enqueue(FakeAnswer.Text(Id) with { BeforeEnd = cancellation.CancelAsync });
        IChatClient client = _fixture.Client();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => streaming
            ? client.GetStreamingResponseAsync("hello", cancellationToken: cancellation.Token).ToChatResponseAsync(CancellationToken.None)
            : client.GetResponseAsync("hello", cancellationToken: cancellation.Token));

        MetricRecord interrupted = Assert.Single(await _fixture.RecordsAsync("response_interrupted"));
        Assert.Equal(("cancelled", 2.0), (interrupted.Attributes["outcome"].Text, interrupted.Measurements["duration"]));
        Assert.Empty(await _fixture.RecordsAsync("error"));
        Assert.Empty(await _fixture.RecordsAsync("response_time"));

        // What the stream said before is spent all the same.
        Assert.Equal(streaming ? 1 : 0, (await _fixture.RecordsAsync("token_usage")).Count);
    }

    [Fact]
    public async Task Stream_ThatItsCallerLeaves_IsRecordedWithWhatIsKnown()
    {
        _fixture.Model.Enqueue(FakeAnswer.Text(Id));

        await foreach (ChatResponseUpdate _ in _fixture.Client().GetStreamingResponseAsync("hello", cancellationToken: Cancelled))
        {
            break;
        }

        MetricRecord interrupted = Assert.Single(await _fixture.RecordsAsync("response_interrupted"));
        Assert.Equal(("abandoned", 0.5, 0.5, Id), (interrupted.Attributes["outcome"].Text, interrupted.Measurements["duration"], interrupted.Measurements["time_to_first_token"], interrupted.Attributes["response_id"].Text));
    }

    [Fact]
    public async Task Stream_ThatItsCallerLeavesAtItsLastPiece_IsWhole()
    {
        _fixture.Model.Enqueue(FakeAnswer.Text(Id));

        await foreach (ChatResponseUpdate update in _fixture.Client().GetStreamingResponseAsync("hello", cancellationToken: Cancelled))
        {
            if (update.FinishReason is not null)
            {
                break;
            }
        }

        Assert.Equal("completed", Assert.Single(await _fixture.RecordsAsync("token_usage")).Attributes["outcome"].Text);
        Assert.Single(await _fixture.RecordsAsync("response_time"));
    }

    [Fact]
    public async Task Recording_InBackground_IsStoredAtTheNextFlush()
    {
        using IChatClient client = _fixture.Client(new ChatAnalyticsOptions());
        await client.GetResponseAsync("hello", cancellationToken: Cancelled);
        Assert.Empty(await _fixture.RecordsAsync());

        await _fixture.Engine.FlushAsync(Cancelled);

        Assert.Equal(3, (await _fixture.RecordsAsync()).Count);
        Assert.Equal(new ChatRecordingCounts { Offered = 3, Accepted = 3 }, client.GetService<AnalyticsChatClient>()!.Recording);
    }

    [Theory]
    [InlineData(ChatRecordingMode.Awaited)]
    [InlineData(ChatRecordingMode.Background)]
    public async Task Recording_EngineThatIsGone_LeavesTheCallAloneAndIsCounted(ChatRecordingMode mode)
    {
        using IChatClient client = _fixture.Client(new ChatAnalyticsOptions { Recording = mode });
        await _fixture.Engine.DisposeAsync();

        Assert.Equal("Hello world", (await client.GetResponseAsync("hello", cancellationToken: Cancelled)).Text);
        Assert.Equal("Hello world", (await client.GetStreamingResponseAsync("hello", cancellationToken: Cancelled).ToChatResponseAsync(Cancelled)).Text);

        Assert.Equal(new ChatRecordingCounts { Offered = 5, Failed = 5, Faults = 2 }, client.GetService<AnalyticsChatClient>()!.Recording);
    }

    [Fact]
    public async Task Recording_BufferThatIsFull_DropsAndCounts()
    {
        IMetricsCollector collector = Substitute.For<IMetricsCollector>();
        collector.TryCollect(Arg.Any<MetricInput>()).Returns(false);
        IAnalyticsEngine engine = Substitute.For<IAnalyticsEngine>();
        engine.Collector.Returns(collector);
        engine.Options.Returns(new AnalyticsEngineOptions { TimeProvider = _fixture.Time });
        using var client = new AnalyticsChatClient(_fixture.Model, engine, new ChatAnalyticsOptions { EnforceBudgets = false });

        Assert.Equal("Hello world", (await client.GetResponseAsync("hello", cancellationToken: Cancelled)).Text);

        Assert.Equal(new ChatRecordingCounts { Offered = 3, Dropped = 3 }, client.Recording);
    }

    [Fact]
    public async Task Callbacks_ThatThrow_LeaveTheCallAloneAndAreCounted()
    {
        using IChatClient client = _fixture.Client(new ChatAnalyticsOptions
        {
            Recording = ChatRecordingMode.Awaited,
            Caller = static _ => throw new InvalidTimeZoneException(),
            ReportedCost = static _ => -1,
        });

        Assert.Equal("Hello world", (await client.GetResponseAsync("hello", cancellationToken: Cancelled)).Text);

        Assert.Equal(new ChatRecordingCounts { Offered = 3, Accepted = 3, Faults = 2 }, client.GetService<AnalyticsChatClient>()!.Recording);
        Assert.Equal("computed", Assert.Single(await _fixture.RecordsAsync("token_usage")).Attributes["cost_source"].Text);
    }

    [Fact]
    public void Options_OutOfRange_AreNamedTogether()
    {
        var error = Assert.Throws<InvalidOptionsException>(() => _fixture.Client(new ChatAnalyticsOptions { MaxContentLength = 0, Prices = null!, Recording = (ChatRecordingMode)7 }));

        Assert.Equal(3, error.Errors.Count);
    }
}
