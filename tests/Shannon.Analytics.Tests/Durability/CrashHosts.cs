using Shannon.Analytics.CrashHost.Verification;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Durability;

/// <summary>Starts the crash host, which the build puts beside the tests.</summary>
internal static class CrashHosts
{
    internal static string Assembly { get; } = Path.Combine(AppContext.BaseDirectory, "Shannon.Analytics.CrashHost.dll");

    internal static ChildProcess Start(params string[] arguments) => ChildProcess.Start("dotnet", [Assembly, .. arguments]);

    internal static ChildProcess Write(string path, string ledger, ulong seed, params string[] options) => Start(["write", path, ledger, FormattableString.Invariant($"{seed}"), .. options]);

    internal static async Task AssertSoundAsync(string path, params string[] ledgers)
    {
        VerifyReport report = await StoreVerifier.VerifyAsync(path, ledgers);
        Assert.True(report.Ok, report.ToJson());
    }
}
