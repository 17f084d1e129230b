using Microsoft.Extensions.Time.Testing;
using Shannon.Analytics.Pricing.Budgets;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Durability;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Pricing.Budgets;

/// <summary>One budget, several processes, one of which dies.</summary>
public sealed class BudgetProcessTests : IDisposable
{
    private readonly TempFolder _folder = new();

    // Processes tell the time of the machine, so that this clock starts there.
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Reserve_InTwoProcessesAtOnce_GrantsTheLimitAndNoMore()
    {
        await using SqliteStore store = await OpenAsync();
        var ledger = new BudgetLedger(store);
        await ledger.CreateAsync(new Budget { Id = "all", Limit = 1, Period = BudgetPeriod.Total });
        await using ChildProcess one = await StartAsync("0.02");
        await using ChildProcess two = await StartAsync("0.02");

        one.WriteLine("go");
        two.WriteLine("go");
        int granted = (await Task.WhenAll(GrantsAsync(one), GrantsAsync(two))).Sum();

        Assert.Equal(50, granted);
        Assert.Equal((0m, 1m), Of(Assert.Single(await ledger.GetStatusAsync())));
        Assert.False((await ledger.ReserveAsync(new BudgetRequest { Amount = 0.01m })).IsAllowed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(23)]
    public async Task Reserve_InAProcessThatIsKilledMeanwhile_KeepsWhatItTookUntilThatExpires(int grantsBeforeTheEnd)
    {
        await using SqliteStore store = await OpenAsync();
        var ledger = new BudgetLedger(store);
        await ledger.CreateAsync(new Budget { Id = "all", Limit = 10, Period = BudgetPeriod.Total });
        await using ChildProcess child = await StartAsync("0.01");
        child.WriteLine("go");
        for (int i = 0; i < grantsBeforeTheEnd; i++)
        {
            await child.ExpectAsync("granted");
        }

        await child.KillAsync();

        // What it was told and what is set aside may differ by what happened between the commit and the line.
        decimal reserved = Assert.Single(await ledger.GetStatusAsync()).Reserved;
        Assert.InRange(reserved, grantsBeforeTheEnd * 0.01m, 10);
        Assert.False((await ledger.ReserveAsync(new BudgetRequest { Amount = 10 - reserved + 0.001m })).IsAllowed);
        Assert.True((await ledger.ReserveAsync(new BudgetRequest { Amount = 10 - reserved })).IsAllowed);
        Assert.False((await ledger.ReserveAsync(new BudgetRequest { Amount = 0.001m })).IsAllowed);

        _time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal((0m, 0m), Of(Assert.Single(await ledger.GetStatusAsync())));
        Assert.True((await ledger.ReserveAsync(new BudgetRequest { Amount = 10 })).IsAllowed);
    }

    private static async Task<int> GrantsAsync(ChildProcess child)
    {
        int granted = 0;
        while (await child.ReadLineAsync() is "granted")
        {
            granted++;
        }

        Assert.Equal(0, await child.WaitForExitAsync());
        return granted;
    }

    private static (decimal Spent, decimal Reserved) Of(BudgetStatus status) => (status.Spent, status.Reserved);

    private async Task<ChildProcess> StartAsync(string amount)
    {
        ChildProcess child = CrashHosts.Start("budget", _folder.File("budget.db"), amount);
        await child.ExpectAsync("ready");
        return child;
    }

    private async Task<SqliteStore> OpenAsync()
    {
        var store = new SqliteStore(_folder.File("budget.db"), new SqliteStoreOptions { TimeProvider = _time });
        await store.InitializeAsync();
        return store;
    }
}
