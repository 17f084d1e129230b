using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Shannon.Analytics.AI;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Hosting;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Tests.AI;

/// <summary>Whose calls they are, and what of their content is kept.</summary>
public sealed class ChatSessionTests : IAsyncLifetime
{
    private ChatFixture _fixture = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _fixture = await ChatFixture.CreateAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Session_NobodyNamesOne_IsTheClientsOwn()
    {
        IChatClient first = _fixture.Client();
        await first.GetResponseAsync("one", cancellationToken: Cancelled);
        await first.GetResponseAsync("two", cancellationToken: Cancelled);
        await _fixture.Client().GetResponseAsync("three", cancellationToken: Cancelled);

        Assert.Equal([2, 1], (await _fixture.RecordsAsync("response_time")).GroupBy(record => record.SessionId!).Select(group => group.Count()));
        Assert.Equal(2, (await _fixture.RecordsAsync("session_start")).Count);
    }

    [Fact]
    public async Task Session_Conversation_IsOneEvenIfItsIdChangesWithEachTurn()
    {
        string? conversation = null;
        IChatClient client = _fixture.Client();
        for (int turn = 0; turn < 3; turn++)
        {
            _fixture.Model.Enqueue(FakeAnswer.Text($"resp_0000000000000000{turn}", conversation: $"resp_0000000000000000{turn}"));
            conversation = (await client.GetResponseAsync("next", new ChatOptions { ConversationId = conversation }, Cancelled)).ConversationId;
        }

        Assert.Equal(["resp_00000000000000000"], (await _fixture.RecordsAsync("response_time")).Select(record => record.SessionId).Distinct());
        Assert.Equal(3, (await _fixture.RecordsAsync("response_time")).Count);
        Assert.Single(await _fixture.RecordsAsync("session_start"));
    }

    [Fact]
    public async Task Session_CallerNamesIt_WithUserAndProject()
    {
        IChatClient client = _fixture.Client(new ChatAnalyticsOptions
        {
            Recording = ChatRecordingMode.Awaited,
            UserId = "nobody",
            Project = "/src/one",
            Caller = static options => new ChatCaller { SessionId = "s-" + options?.AdditionalProperties?["user"], UserId = (string?)options?.AdditionalProperties?["user"] },
        });

        await client.GetResponseAsync("one", new ChatOptions { ConversationId = "other", AdditionalProperties = new() { ["user"] = "ada" } }, Cancelled);

        Assert.All(await _fixture.RecordsAsync(), record => Assert.Equal(("s-ada", "ada", "/src/one"), (record.SessionId, record.UserId, record.Project)));
    }

    [Fact]
    public async Task Session_IdThatIsTooLong_IsHashedAndNotLost()
    {
        await _fixture.Client().GetResponseAsync("one", new ChatOptions { ConversationId = new string('x', 2000) }, Cancelled);

        Assert.StartsWith("sha256-", Assert.Single(await _fixture.RecordsAsync("response_time")).SessionId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Content_ByDefault_IsNotStored()
    {
        await _fixture.Client().GetResponseAsync("my secret prompt", cancellationToken: Cancelled);

        Assert.Empty(await _fixture.RecordsAsync("chat_content"));
        Assert.DoesNotContain(await _fixture.RecordsAsync(), record => record.ToJson().Contains("secret", StringComparison.Ordinal) || record.ToJson().Contains("Hello", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Content_AskedFor_IsWhatIsNewAndTheAnswer_ThroughTheFiltersOfTheStore(bool streaming)
    {
        var filter = new Redaction();
        using IDisposable filtered = ((IStoreComponent)_fixture.Engine.Collector).Store.Filters.Add(filter);
        IChatClient client = _fixture.Client(new ChatAnalyticsOptions { Recording = ChatRecordingMode.Awaited, CaptureContent = true, MaxContentLength = 9 });
        ChatMessage[] messages = [new(ChatRole.User, "old"), new(ChatRole.Assistant, "older"), new(ChatRole.User, "Ada")];

        await (streaming ? client.GetStreamingResponseAsync(messages, cancellationToken: Cancelled).ToChatResponseAsync(Cancelled) : client.GetResponseAsync(messages, cancellationToken: Cancelled));

        MetricRecord content = Assert.Single(await _fixture.RecordsAsync("chat_content"));
        Assert.Equal(("user: ***", "Hello wor", true), (content.Attributes["prompt"].Text, content.Attributes["answer"].Text, content.Attributes["truncated"].Boolean));
    }

    [Fact]
    public async Task UseShannonAnalytics_WithoutAnEngine_TakesThatOfTheServices()
    {
        using var services = new ServiceCollection().AddSingleton<IAnalyticsEngine>(_fixture.Engine).BuildServiceProvider();

        await new ChatClientBuilder(_fixture.Model).UseShannonAnalytics(options: new ChatAnalyticsOptions { Recording = ChatRecordingMode.Awaited }).Build(services).GetResponseAsync("one", cancellationToken: Cancelled);

        Assert.Single(await _fixture.RecordsAsync("response_time"));
        var error = Assert.Throws<InvalidOperationException>(() => new ChatClientBuilder(_fixture.Model).UseShannonAnalytics().Build());
        Assert.Contains(nameof(AnalyticsServiceCollectionExtensions.AddShannonAnalytics), error.Message, StringComparison.Ordinal);
    }

    private sealed class Redaction : IRecordFilter
    {
        public MetricInput Apply(MetricInput metric)
        {
            if (!metric.Attributes.TryGetValue("prompt", out AttributeValue prompt))
            {
                return metric;
            }

            MetricInput copy = metric with { };
            copy.Attributes["prompt"] = prompt.Text!.Replace("Ada", "***", StringComparison.Ordinal);
            return copy;
        }

        public ColumnBatch Apply(ColumnBatch batch) => batch;
    }
}
