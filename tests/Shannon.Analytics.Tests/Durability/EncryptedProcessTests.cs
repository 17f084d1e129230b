using Shannon.Analytics.CrashHost;
using Shannon.Analytics.Storage.Auditing;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Durability;

/// <summary>Encrypted files among processes, and after kill -9.</summary>
public class EncryptedProcessTests
{
    [Fact]
    public async Task Audit_ThreeProcessesCreateFileAndKeyAtOnce_AppendToOneChain()
    {
        using var folder = new TempFolder();
        for (int round = 0; round < 3; round++)
        {
            string path = folder.File($"{round}.db");
            string gate = folder.File($"{round}.gate");
            ChildProcess[] processes = [.. Enumerable.Range(0, 3).Select(_ => CrashHosts.Start("audit", path, gate, "20"))];
            try
            {
                foreach (ChildProcess process in processes)
                {
                    await process.ExpectAsync("ready");
                }

                await File.WriteAllTextAsync(gate, string.Empty);
                foreach (ChildProcess process in processes)
                {
                    await process.ExpectAsync("done");
                    Assert.True(await process.WaitForExitAsync() == 0, process.Errors);
                }
            }
            finally
            {
                foreach (ChildProcess process in processes)
                {
                    await process.DisposeAsync();
                }
            }

            await using SqliteStore store = await Stores.OpenAsync(path);
            AuditVerification verified = await new AuditLog(store, TimeProvider.System, store.KeyProvider).VerifyAsync();
            Assert.True(verified.IsIntact, verified.Problem);
            Assert.Equal(60, verified.SoundEntries);
        }
    }

    [Fact]
    public async Task Write_EncryptedAndKilledAtRandomMoments_NothingAcknowledgedIsLost()
    {
        using var folder = new TempFolder();
        string path = folder.File("usage.db");
        string ledger = path + ".ledger";
        var dice = new SeededRandom(8);
        for (int round = 0; round < 6; round++)
        {
            await using (ChildProcess writer = CrashHosts.Write(path, ledger, dice.Next() >> 1, "--encrypt"))
            {
                // The first dies while it makes key and file.
                if (round > 0)
                {
                    await writer.ExpectAsync("ready");
                }

                await Task.Delay(dice.Next(60, 300), TestContext.Current.CancellationToken);
                await writer.KillAsync();
            }

            await CrashHosts.AssertSoundAsync(path, ledger);
        }
    }
}
