using System.Globalization;
using Shannon.Analytics.CrashHost;
using Shannon.Analytics.CrashHost.Verification;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Durability;

/// <summary>kill -9 at random moments. SHANNON_KILL_ROUNDS sets how often (50 by default), SHANNON_KILL_SEED where the dice start.</summary>
public class KillTests
{
    private const int RoundsPerFile = 5;

    // Opening after a kill recovers at most the write-ahead log; seconds would mean that something reads the data.
    private const double AtOnceMs = 5_000;

    private static int Rounds => Setting("SHANNON_KILL_ROUNDS", 50);

    private static int Seed => Setting("SHANNON_KILL_SEED", 20_261_101);

    [Fact]
    public async Task Write_KilledAtRandomMoments_NothingAcknowledgedIsLostAndNoBatchIsTorn()
    {
        using var folder = new TempFolder();
        var dice = new SeededRandom((ulong)Seed);
        long acked = 0;
        int killedWhileOpening = 0;
        int unacked = 0;
        for (int round = 0; round < Rounds; round++)
        {
            string path = folder.File($"{round / RoundsPerFile}.db");
            string ledger = path + ".ledger";
            await using (ChildProcess writer = CrashHosts.Write(path, ledger, dice.Next() >> 1))
            {
                // One in eight dies while it starts or opens, one in eight around its first writes, the others while they write on.
                int moment = dice.Next(0, 8);
                if (moment == 0)
                {
                    killedWhileOpening++;
                    await Task.Delay(dice.Next(40, 160));
                }
                else
                {
                    await writer.ExpectAsync("ready");
                    if (moment > 1)
                    {
                        await GrowsAsync(ledger);
                    }

                    await Task.Delay(dice.Next(1, 150));
                }

                await writer.KillAsync();
            }

            VerifyReport report = await StoreVerifier.VerifyAsync(path, ledger);
            Assert.True(report.Ok, $"Round {round} of seed {Seed}: {report}");
            Assert.True(report.OpenMs < AtOnceMs, $"Round {round} of seed {Seed}: opening took {report.OpenMs} ms.");
            if (round % RoundsPerFile == RoundsPerFile - 1 || round == Rounds - 1)
            {
                acked += report.AckedBatches;
                unacked += report.UnackedWhole;
                DeleteAll(path);
            }
        }

        // Else the writers did nothing, and nothing was proved.
        Assert.True(acked > Rounds, $"Only {acked} batches were acknowledged in {Rounds} rounds.");
        TestContext.Current.TestOutputHelper?.WriteLine($"kill: {Rounds} rounds ({killedWhileOpening} while opening), {acked} acknowledged batches, {unacked} unacknowledged ones whole, 0 lost, 0 torn");
    }

    [Fact]
    public async Task Write_OneOfTwoProcessesKilled_TheOtherGoesOn()
    {
        using var folder = new TempFolder();
        string path = folder.File("shared.db");
        string[] ledgers = [folder.File("a.ledger"), folder.File("b.ledger")];
        var dice = new SeededRandom((ulong)Seed + 1);
        await using ChildProcess survivor = CrashHosts.Write(path, ledgers[0], 1);
        await survivor.ExpectAsync("ready");
        for (ulong round = 0; round < 3; round++)
        {
            await using ChildProcess victim = CrashHosts.Write(path, ledgers[1], 100 + round);
            await victim.ExpectAsync("ready");
            await GrowsAsync(ledgers[1]);
            await Task.Delay(dice.Next(1, 100));
            await victim.KillAsync();
            await GrowsAsync(ledgers[0]);
            Assert.False(survivor.HasExited, survivor.Errors);
        }

        await survivor.KillAsync();
        await CrashHosts.AssertSoundAsync(path, ledgers);
    }

    /// <summary>Waits until more was acknowledged than when it was called.</summary>
    private static async Task GrowsAsync(string ledger)
    {
        long before = Length();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (Length() <= before)
        {
            await Task.Delay(5, patience.Token);
        }

        long Length() => File.Exists(ledger) ? new FileInfo(ledger).Length : 0;
    }

    private static void DeleteAll(string path)
    {
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "*"))
        {
            File.Delete(file);
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
