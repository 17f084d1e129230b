using Shannon.Analytics.CrashHost.Verification;

namespace Shannon.Analytics.CrashHost;

internal static class VerifyCommand
{
    internal static async Task<int> RunAsync(string path, string[] ledgers)
    {
        VerifyReport report = await StoreVerifier.VerifyAsync(path, ledgers);
        Console.WriteLine(report.ToJson());
        return report.Ok ? 0 : 1;
    }
}
