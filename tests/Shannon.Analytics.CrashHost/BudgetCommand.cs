using Shannon.Analytics.Pricing.Budgets;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.CrashHost;

/// <summary>Sets money aside and never settles it, until a budget says no or somebody kills the process.</summary>
internal static class BudgetCommand
{
    internal static async Task<int> RunAsync(string path, decimal amount)
    {
        await using var store = new SqliteStore(path);
        await store.InitializeAsync();
        var ledger = new BudgetLedger(store);
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        while ((await ledger.ReserveAsync(new BudgetRequest { Amount = amount })).IsAllowed)
        {
            Console.WriteLine("granted");
        }

        Console.WriteLine("blocked");
        return 0;
    }
}
