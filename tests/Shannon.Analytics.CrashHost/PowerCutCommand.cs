using Shannon.Analytics.CrashHost.PowerLoss;
using Shannon.Analytics.CrashHost.Verification;
using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.CrashHost;

/// <summary>Plays power cuts at random moments of a recorded run, and verifies what each leaves.</summary>
internal static class PowerCutCommand
{
    internal static async Task<int> RunAsync(string journal, string path, string ledger, ulong seed, int cuts, bool ignoreSyncs)
    {
        List<DiskRecord> records = DiskJournal.Read(journal);
        var dice = new SeededRandom(seed);
        int failed = 0;
        long acked = 0;
        int harmed = 0;
        for (int i = 0; i < cuts; i++)
        {
            // Every fifth while the file is being created, where everything is new.
            int cut = dice.Next(1, i % 5 == 4 ? Math.Min(60, records.Count) : records.Count + 1);
            DirectoryInfo folder = Directory.CreateTempSubdirectory("shannon-powercut-");
            try
            {
                harmed += new PowerCut(records, ledger, dice).Apply(cut, folder.FullName, ignoreSyncs);
                VerifyReport report = await VerifyAsync(Path.Combine(folder.FullName, Path.GetFileName(path)), Path.Combine(folder.FullName, Path.GetFileName(ledger)));
                acked += report.AckedBatches;
                if (!report.Ok)
                {
                    failed++;
                    Console.WriteLine(FormattableString.Invariant($"seed {seed}, cut {i} before record {cut} of {records.Count}: {report}"));
                }
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        Console.WriteLine(FormattableString.Invariant($"cuts={cuts} failed={failed} acked={acked} harmed={harmed} records={records.Count}"));
        return failed == 0 ? 0 : 1;
    }

    private static async Task<VerifyReport> VerifyAsync(string path, string ledger)
    {
        try
        {
            return await StoreVerifier.VerifyAsync(path, ledger);
        }
        catch (StoreException error)
        {
            return new VerifyReport { ProblemCount = 1, Problems = [$"not readable: {error.Message}"] };
        }
    }
}
