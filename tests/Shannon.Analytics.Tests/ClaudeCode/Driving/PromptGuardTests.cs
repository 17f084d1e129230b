using NSubstitute;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Pricing.Budgets;
using Shannon.Analytics.Sessions;

namespace Shannon.Analytics.Tests.ClaudeCode.Driving;

/// <summary>Guards are asked before a prompt, can stop one, and learn what it cost.</summary>
public sealed class PromptGuardTests
{
    [Fact]
    public async Task Refusal_NothingStartsAndEarlierPermitsAreSettled()
    {
        var allowing = new Guard(PromptPermit.Allowed);
        await using StandIn standIn = await StandIn.OpenAsync(options => options with { Guards = [allowing, new Guard(new PromptPermit { IsAllowed = false, Reason = "Throttled" })] });
        PromptResult result = await standIn.RunAsync("answer");
        Assert.Equal((false, "Throttled"), (result.Succeeded, result.ErrorType));
        Assert.Equal([0m], allowing.Costs);
        Assert.Empty(await standIn.AllAsync("response_time"));
        Assert.False(File.Exists(Path.Combine(standIn.Folder, "state")));
    }

    [Fact]
    public async Task Allowed_LearnsTheCost()
    {
        var guard = new Guard(PromptPermit.Allowed);
        await using StandIn standIn = await StandIn.OpenAsync(options => options with { Guards = [guard] });
        await standIn.RunAsync("answer");
        Assert.Equal([0.00115m], guard.Costs);
    }

    [Fact]
    public async Task Limit_RunOver_StopsThePrompt()
    {
        var guard = new Guard(PromptPermit.Allowed with { MaxCost = 0.0001m });
        await using StandIn standIn = await StandIn.OpenAsync(options => options with { Guards = [guard] });
        PromptResult result = await standIn.RunAsync("many");
        Assert.Equal((false, ClaudeErrorTypes.BudgetExceeded), (result.Succeeded, result.ErrorType));
        Assert.True(Assert.Single(guard.Costs) > 0.0001m);
        await standIn.AssertNoProcessAsync();
    }

    [Fact]
    public async Task Budget_IsSetAsideSettledAndEnforced()
    {
        IBudgetLedger budgets = Substitute.For<IBudgetLedger>();
        var reservation = new BudgetReservation("r", 0.5m, [], DateTimeOffset.UnixEpoch);
        budgets.ReserveAsync(default!, default).ReturnsForAnyArgs(new BudgetDecision { Reservation = reservation }, new BudgetDecision());
        await using StandIn standIn = await StandIn.OpenAsync(options => options with { Guards = [new BudgetGuard(budgets, 0.5m)] });
        AgentSession session = await standIn.NewSessionAsync();
        Assert.True((await standIn.Manager.ExecutePromptAsync(session.Id, "SCRIPT:answer")).Succeeded);
        Assert.Equal(ClaudeErrorTypes.BudgetExceeded, (await standIn.Manager.ExecutePromptAsync(session.Id, "SCRIPT:answer")).ErrorType);
        await budgets.Received(2).ReserveAsync(Arg.Is<BudgetRequest>(request => request.Amount == 0.5m && request.UserId == "ada" && request.SessionId == session.Id), Arg.Any<CancellationToken>());
        await budgets.Received(1).SettleAsync(reservation, 0.00115m, Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Throttle_Refusing_NothingStarts()
    {
        await using StandIn standIn = await StandIn.OpenAsync();
        IThrottle throttle = Substitute.For<IThrottle>();
        throttle.AskAsync(default!, default).ReturnsForAnyArgs(new ThrottleDecision { RetryAfter = TimeSpan.FromSeconds(7) });
        standIn.Manager.Throttle = throttle;
        PromptResult result = await standIn.RunAsync("answer");
        Assert.Equal((IThrottledSessionManager.ThrottledError, TimeSpan.FromSeconds(7)), (result.ErrorType, result.RetryAfter));
        Assert.Empty(await standIn.AllAsync("response_time"));
        Assert.False(File.Exists(Path.Combine(standIn.Folder, "state")));
    }

    private sealed class Guard(PromptPermit permit) : IPromptGuard
    {
        public List<decimal> Costs { get; } = [];

        public ValueTask<PromptPermit> AskAsync(AgentSession session, CancellationToken cancellationToken = default) => new(permit);

        public ValueTask SettleAsync(PromptPermit permit, decimal cost, CancellationToken cancellationToken = default)
        {
            Costs.Add(cost);
            return default;
        }
    }
}
