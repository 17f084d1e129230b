using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.CrashHost;

/// <summary>Opens a file at the moment a gate appears, so that several processes create it at once.</summary>
internal static class OpenCommand
{
    internal static async Task<int> RunAsync(string path, string gate)
    {
        WaitFor(gate);
        await using var store = new SqliteStore(path);
        await store.InitializeAsync();
        await store.AppendAsync(new CustomMetric("opened", 1));
        RecordPage page = await store.ReadPageAsync(MetricQuery.All, 10);
        Console.WriteLine(FormattableString.Invariant($"sees {page.Records.Count}"));
        return 0;
    }

    internal static void WaitFor(string gate)
    {
        Console.WriteLine("ready");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!File.Exists(gate))
        {
            patience.Token.ThrowIfCancellationRequested();
            Thread.SpinWait(200);
        }
    }
}
