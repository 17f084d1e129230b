using Shannon.Analytics.Storage.Auditing;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.CrashHost;

/// <summary>Several processes create one encrypted file and its key at once, and append to one audit log.</summary>
internal static class AuditCommand
{
    internal static async Task<int> RunAsync(string path, string gate, int count)
    {
        OpenCommand.WaitFor(gate);
        await using var store = new SqliteStore(path, new SqliteStoreOptions { EncryptionEnabled = true });
        await store.InitializeAsync();
        var log = new AuditLog(store, TimeProvider.System, store.KeyProvider);
        for (int i = 0; i < count; i++)
        {
            await log.AppendAsync(new AuditEntry { Actor = "process", Action = "count", Details = { ["i"] = i } });
        }

        Console.WriteLine("done");
        return 0;
    }
}
