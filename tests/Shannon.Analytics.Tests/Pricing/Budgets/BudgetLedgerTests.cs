using Microsoft.Extensions.Time.Testing;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing.Budgets;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Pricing.Budgets;

public sealed class BudgetLedgerTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Some.Time);
    private SqliteStore _store = null!;
    private BudgetLedger _ledger = null!;

    public async ValueTask InitializeAsync()
    {
        _store = await OpenAsync();
        _ledger = new BudgetLedger(_store);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Reserve_ThenSettle_SpendsWhatItCost()
    {
        await _ledger.CreateAsync(new Budget { Id = "all", Limit = 10 });

        BudgetDecision decision = await _ledger.ReserveAsync(new BudgetRequest { Amount = 4 });
        Assert.True(decision.IsAllowed);
        Assert.Equal((0m, 4m, 6m), Of(Assert.Single(await _ledger.GetStatusAsync())));

        Assert.True(await _ledger.SettleAsync(decision.Reservation, 1.5m));
        Assert.Equal((1.5m, 0m, 8.5m), Of(Assert.Single(await _ledger.GetStatusAsync())));
        Assert.False(await _ledger.SettleAsync(decision.Reservation, 1.5m));
        Assert.Equal((1.5m, 0m, 8.5m), Of(Assert.Single(await _ledger.GetStatusAsync())));
    }

    [Fact]
    public async Task Reserve_BeyondTheLimit_IsRefusedWithWhatStandsAgainstIt()
    {
        await _ledger.CreateAsync(new Budget { Id = "ada", Limit = 5, Scope = BudgetScope.User, Subject = "ada", Period = BudgetPeriod.Day });
        Assert.True((await _ledger.ReserveAsync(new BudgetRequest { Amount = 3, UserId = "ada" })).IsAllowed);

        BudgetDecision refused = await _ledger.ReserveAsync(new BudgetRequest { Amount = 3, UserId = "ada" });
        BudgetDecision other = await _ledger.ReserveAsync(new BudgetRequest { Amount = 3, UserId = "grace" });

        Assert.False(refused.IsAllowed);
        Assert.Equal(2, Assert.Single(refused.BlockedBy).Remaining);
        Assert.True(other.IsAllowed);
        Assert.Empty(other.Reservation.Accounts);
    }

    [Fact]
    public async Task Reserve_ManyAtOnceOverTwoStoresOfOneFile_NeverGoesOverTheLimit()
    {
        await using SqliteStore second = await OpenAsync();
        BudgetLedger[] ledgers = [_ledger, new BudgetLedger(second)];
        await _ledger.CreateAsync(new Budget { Id = "all", Limit = 10, Period = BudgetPeriod.Day });
        await _ledger.CreateAsync(new Budget { Id = "each", Limit = 4, Scope = BudgetScope.User, Period = BudgetPeriod.Day });

        BudgetDecision[] decisions = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => ledgers[i % 2].ReserveAsync(new BudgetRequest { Amount = 1, UserId = $"u{i % 4}" }))));

        Assert.Equal(10, decisions.Count(decision => decision.IsAllowed));
        Assert.All(await _ledger.GetStatusAsync(), status => Assert.True(status.Reserved <= status.Budget.Limit));
        Assert.Equal(10, (await _ledger.GetStatusAsync()).Where(status => status.Budget.Id == "all").Sum(status => status.Reserved));
        Assert.Equal(10, (await _ledger.GetStatusAsync()).Where(status => status.Budget.Id == "each").Sum(status => status.Reserved));
    }

    [Fact]
    public async Task Spent_AfterARestart_IsStillSpent()
    {
        await _ledger.CreateAsync(new Budget { Id = "all", Limit = 10 });
        BudgetDecision decision = await _ledger.ReserveAsync(new BudgetRequest { Amount = 4 });
        await _ledger.SettleAsync(decision.Reservation!, 4);
        await _store.DisposeAsync();

        _store = await OpenAsync();
        _ledger = new BudgetLedger(_store);

        Assert.Equal((4m, 0m, 6m), Of(Assert.Single(await _ledger.GetStatusAsync())));
        Assert.False((await _ledger.ReserveAsync(new BudgetRequest { Amount = 7 })).IsAllowed);
    }

    [Fact]
    public async Task Reservation_OfADeadProcess_IsFreeWhenItExpires_AndALateSettlementStillCounts()
    {
        await _ledger.CreateAsync(new Budget { Id = "all", Limit = 10 });
        BudgetDecision lost = await _ledger.ReserveAsync(new BudgetRequest { Amount = 10 });
        Assert.False((await _ledger.ReserveAsync(new BudgetRequest { Amount = 1 })).IsAllowed);

        _time.Advance(TimeSpan.FromMinutes(16));
        Assert.True((await _ledger.ReserveAsync(new BudgetRequest { Amount = 1 })).IsAllowed);
        Assert.True(await _ledger.SettleAsync(lost.Reservation!, 9));

        Assert.Equal((9m, 1m, 0m), Of(Assert.Single(await _ledger.GetStatusAsync())));
    }

    [Fact]
    public async Task Reserve_InNewSessionsForever_KeepsNoAccountsOfThoseThatAreOver()
    {
        await _ledger.CreateAsync(new Budget { Id = "session", Limit = 10, Scope = BudgetScope.Session, Period = BudgetPeriod.Total });
        await _ledger.CreateAsync(new Budget { Id = "day", Limit = 10, Scope = BudgetScope.User, Period = BudgetPeriod.Day });
        for (int i = 0; i < 60; i++)
        {
            await SpendAsync($"s{i}", "ada", 1, hoursAgo: 0);
            BudgetDecision decision = await _ledger.ReserveAsync(new BudgetRequest { Amount = 1, SessionId = $"s{i}", UserId = "ada" });
            await _ledger.SettleAsync(decision.Reservation!, 1);
            _time.Advance(TimeSpan.FromDays(1));
        }

        string[] accounts = [.. (await _store.ListStateAsync(BudgetLedger.AccountKind)).Select(entry => entry.Id)];

        Assert.InRange(accounts.Count(id => id.StartsWith("session|", StringComparison.Ordinal)), 29, 32);
        Assert.InRange(accounts.Count(id => id.StartsWith("day|", StringComparison.Ordinal)), 1, 3);
    }

    [Fact]
    public async Task Reserve_InASessionWhoseAccountIsGone_KnowsWhatItSpent()
    {
        await _ledger.CreateAsync(new Budget { Id = "session", Limit = 10, Scope = BudgetScope.Session, Period = BudgetPeriod.Total });
        BudgetDecision first = await _ledger.ReserveAsync(new BudgetRequest { Amount = 9, SessionId = "s" });
        await SpendAsync("s", "ada", 9, hoursAgo: 0);
        await _ledger.SettleAsync(first.Reservation!, 9);
        _time.Advance(TimeSpan.FromDays(40));

        Assert.True((await _ledger.ReserveAsync(new BudgetRequest { Amount = 9, SessionId = "another" })).IsAllowed);

        Assert.DoesNotContain(await _store.ListStateAsync(BudgetLedger.AccountKind), entry => entry.Id.EndsWith("|s", StringComparison.Ordinal));
        Assert.False((await _ledger.ReserveAsync(new BudgetRequest { Amount = 2, SessionId = "s" })).IsAllowed);
        Assert.True((await _ledger.ReserveAsync(new BudgetRequest { Amount = 1, SessionId = "s" })).IsAllowed);
    }

    [Fact]
    public async Task Release_FreesWhatWasSetAside()
    {
        await _ledger.CreateAsync(new Budget { Id = "all", Limit = 10 });
        BudgetDecision decision = await _ledger.ReserveAsync(new BudgetRequest { Amount = 10 });

        Assert.True(await _ledger.ReleaseAsync(decision.Reservation!));
        Assert.Equal((0m, 0m, 10m), Of(Assert.Single(await _ledger.GetStatusAsync())));
    }

    [Fact]
    public async Task Period_BeginsAnew()
    {
        await _ledger.CreateAsync(new Budget { Id = "daily", Limit = 10, Period = BudgetPeriod.Day });
        await _ledger.SettleAsync((await _ledger.ReserveAsync(new BudgetRequest { Amount = 10 })).Reservation!, 10);
        Assert.False((await _ledger.ReserveAsync(new BudgetRequest { Amount = 1 })).IsAllowed);

        _time.Advance(TimeSpan.FromDays(1));

        Assert.True((await _ledger.ReserveAsync(new BudgetRequest { Amount = 1 })).IsAllowed);
    }

    [Fact]
    public async Task Budget_CreatedInTheMiddleOfAPeriod_KnowsWhatWasSpentBefore()
    {
        await SpendAsync("s1", "ada", 3, hoursAgo: 2);
        await SpendAsync("s2", "grace", 5, hoursAgo: 1);
        await SpendAsync("s1", "ada", 100, hoursAgo: 24 * 40);
        await _ledger.CreateAsync(new Budget { Id = "each", Limit = 4, Scope = BudgetScope.User });

        Assert.False((await _ledger.ReserveAsync(new BudgetRequest { Amount = 2, UserId = "ada" })).IsAllowed);
        Assert.True((await _ledger.ReserveAsync(new BudgetRequest { Amount = 1, UserId = "ada" })).IsAllowed);
        Assert.False((await _ledger.ReserveAsync(new BudgetRequest { Amount = 0, UserId = "grace" })).IsAllowed);
    }

    [Fact]
    public async Task Synchronize_TakesWhatTheRecordsSay()
    {
        await _ledger.CreateAsync(new Budget { Id = "all", Limit = 10 });
        await _ledger.SettleAsync((await _ledger.ReserveAsync(new BudgetRequest { Amount = 1 })).Reservation!, 1);
        await SpendAsync("s1", "ada", 6, hoursAgo: 1);

        await _ledger.SynchronizeAsync("all");

        Assert.Equal((6m, 0m, 4m), Of(Assert.Single(await _ledger.GetStatusAsync())));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => _ledger.SynchronizeAsync("other"));
    }

    [Fact]
    public async Task Simulate_SaysWhatWouldHaveBeenBlocked_AndChangesNothing()
    {
        await SpendAsync("s1", "ada", 3, hoursAgo: 5);
        await SpendAsync("s1", "ada", 4, hoursAgo: 4);
        await SpendAsync("s1", "ada", 2, hoursAgo: 3);
        await SpendAsync("s2", "grace", 5, hoursAgo: 2);

        BudgetSimulation simulation = await _ledger.SimulateAsync(new Budget { Id = "try", Limit = 5, Scope = BudgetScope.User });

        Assert.Equal((4L, 14m, 1L, 4m), (simulation.Requests, simulation.Cost, simulation.BlockedRequests, simulation.BlockedCost));
        Assert.Equal(Some.Time.AddHours(-4), simulation.FirstBlockedAt);
        Assert.Equal(("ada", 9m), (Assert.Single(simulation.Entries).Subject, simulation.Entries[0].Cost));
        Assert.Empty(await _ledger.ListAsync());
    }

    [Fact]
    public async Task Delete_TakesTheAccountsAlong()
    {
        await _ledger.CreateAsync(new Budget { Id = "all", Limit = 10 });
        await _ledger.ReserveAsync(new BudgetRequest { Amount = 1 });

        Assert.True(await _ledger.DeleteAsync("all"));
        Assert.False(await _ledger.DeleteAsync("all"));
        Assert.Empty(await _store.ListStateAsync(BudgetLedger.AccountKind));
    }

    [Theory]
    [InlineData("", 1, BudgetScope.Everything, null)]
    [InlineData("a b", 1, BudgetScope.Everything, null)]
    [InlineData("a", 0, BudgetScope.Everything, null)]
    [InlineData("a", 1, BudgetScope.Everything, "ada")]
    [InlineData("a", 1, (BudgetScope)99, null)]
    public async Task Create_OutOfRange_IsRefused(string id, int limit, BudgetScope scope, string? subject) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => _ledger.CreateAsync(new Budget { Id = id, Limit = limit, Scope = scope, Subject = subject }));

    private static (decimal Spent, decimal Reserved, decimal Remaining) Of(BudgetStatus status) => (status.Spent, status.Reserved, status.Remaining);

    private async Task SpendAsync(string session, string user, decimal cost, int hoursAgo) =>
        await _store.AppendAsync(new TokenMetric { SessionId = session, UserId = user, Cost = cost, TotalTokens = 1, Timestamp = Some.Time.AddHours(-hoursAgo) });

    private Task<SqliteStore> OpenAsync() => Stores.OpenAsync(_folder.File("budgets.db"), new SqliteStoreOptions { TimeProvider = _time });
}
