using Microsoft.Extensions.AI;
using Shannon.Analytics.AI;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing.Budgets;

namespace Shannon.Analytics.Tests.AI;

/// <summary>Budgets in the path of chat calls.</summary>
public sealed class ChatBudgetTests : IAsyncLifetime
{
    private const string Id = "msg_01AbCdEfGhIjKlMnOpQrStUv";
    private ChatFixture _fixture = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _fixture = await ChatFixture.CreateAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_WithinTheBudget_SpendsWhatItCost(bool streaming)
    {
        await _fixture.Engine.Budgets.CreateAsync(new Budget { Id = "all", Limit = 10 }, Cancelled);
        decimal reserved = 0;
        _fixture.Model.Enqueue(FakeAnswer.Text(Id, new UsageDetails { InputTokenCount = 1_000, OutputTokenCount = 100 }) with
        {
            BeforeEnd = async () => reserved = (await StatusAsync()).Reserved,
        });
        IChatClient client = _fixture.Client();

        await (streaming
            ? client.GetStreamingResponseAsync("hello", cancellationToken: Cancelled).ToChatResponseAsync(Cancelled)
            : client.GetResponseAsync("hello", cancellationToken: Cancelled));

        // 2 tokens in and 1,024 out are set aside, at 3 and 15 dollars a million; 1,000 and 100 are spent.
        BudgetStatus status = await StatusAsync();
        Assert.Equal(0.015_366m, reserved);
        Assert.Equal((0.004_5m, 0m), (status.Spent, status.Reserved));
        Assert.Equal(0.004_5m, Assert.Single(await _fixture.RecordsAsync("token_usage")).Cost);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_BeyondTheBudget_IsNotMade(bool streaming)
    {
        await _fixture.Engine.Budgets.CreateAsync(new Budget { Id = "ada", Limit = 0.01m, Scope = BudgetScope.User, Subject = "ada" }, Cancelled);
        IChatClient client = _fixture.Client(new ChatAnalyticsOptions { Recording = ChatRecordingMode.Awaited, Caller = static options => new ChatCaller { UserId = (string?)options?.AdditionalProperties?["user"] } });

        var refusal = await Assert.ThrowsAsync<BudgetExceededException>(() => AskAsync(client, "ada", streaming));
        await AskAsync(client, "grace", streaming);
        await AskAsync(client, "ada", streaming, maxOutputTokens: 100);

        Assert.Equal(("ada", 2), (Assert.Single(refusal.BlockedBy).Budget.Id, _fixture.Model.Calls));
        MetricRecord refused = Assert.Single(await _fixture.RecordsAsync("budget_refused"));
        Assert.Equal(("ada", "ada"), (refused.UserId, refused.Attributes["budget"].Text));
        Assert.Equal(2, (await _fixture.RecordsAsync("response_time")).Count);
    }

    [Fact]
    public async Task Call_ThatFails_SpendsNothing()
    {
        await _fixture.Engine.Budgets.CreateAsync(new Budget { Id = "all", Limit = 10 }, Cancelled);
        _fixture.Model.Enqueue(new FakeAnswer { Error = new HttpRequestException("gone") });

        await Assert.ThrowsAsync<HttpRequestException>(() => _fixture.Client().GetResponseAsync("hello", cancellationToken: Cancelled));

        BudgetStatus status = await StatusAsync();
        Assert.Equal((0m, 0m), (status.Spent, status.Reserved));
    }

    [Fact]
    public async Task Stream_ThatIsLeft_SpendsAnEstimateOfWhatCame()
    {
        await _fixture.Engine.Budgets.CreateAsync(new Budget { Id = "all", Limit = 10 }, Cancelled);
        _fixture.Model.Enqueue(new FakeAnswer(
            FakeAnswer.Piece(1, Id, null, new TextContent(new string('x', 4_000))),
            FakeAnswer.Piece(1, Id, null, new TextContent("more"))));

        await foreach (ChatResponseUpdate _ in _fixture.Client().GetStreamingResponseAsync(new string('y', 400), cancellationToken: Cancelled))
        {
            break;
        }

        // 100 tokens in, 1,000 out.
        Assert.Equal(0.015_3m, (await StatusAsync()).Spent);
        Assert.Empty(await _fixture.RecordsAsync("token_usage"));
    }

    [Fact]
    public async Task EnforceBudgets_TurnedOff_AsksNobody()
    {
        await _fixture.Engine.Budgets.CreateAsync(new Budget { Id = "all", Limit = 0.000_001m }, Cancelled);

        await _fixture.Client(new ChatAnalyticsOptions { EnforceBudgets = false }).GetResponseAsync("hello", cancellationToken: Cancelled);

        Assert.Equal(1, _fixture.Model.Calls);
    }

    private static async Task AskAsync(IChatClient client, string user, bool streaming, int? maxOutputTokens = null)
    {
        var options = new ChatOptions { MaxOutputTokens = maxOutputTokens, AdditionalProperties = new() { ["user"] = user } };
        await (streaming
            ? client.GetStreamingResponseAsync("hello", options, Cancelled).ToChatResponseAsync(Cancelled)
            : client.GetResponseAsync("hello", options, Cancelled));
    }

    private async ValueTask<BudgetStatus> StatusAsync() => Assert.Single(await _fixture.Engine.Budgets.GetStatusAsync(Cancelled));
}
