using System.Globalization;
using Shannon.Analytics.CrashHost.Verification;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Durability;

/// <summary>
/// Errors of the operating system at the moments that matter, injected by strace into a writing process: syncs that fail leave it unknown
/// whether a commit is in; writes that fail must leave nothing behind.
/// </summary>
public class IoErrorTests
{
    [Theory]
    [InlineData("fsync,fdatasync", "EIO", "12+9")]
    [InlineData("fsync,fdatasync", "EIO", "15..18")]
    [InlineData("pwrite64", "EIO", "80+37")]
    [InlineData("pwrite64", "ENOSPC", "80+23")]
    public async Task Write_SystemCallsFail_AcknowledgedStaysAndTheRestIsWholeOrAbsent(string calls, string error, string when)
    {
        Requires.Linux();
        Requires.Tool("strace");
        using var folder = new TempFolder();
        string path = folder.File("usage.db");
        string ledger = folder.File("ledger");
        await using ChildProcess strace = Strace(folder, path, calls, error, when, "write", path, ledger, "5", "--seconds", "1", "--tolerate");
        string output = await strace.ReadToEndAsync();
        Assert.True(await strace.WaitForExitAsync() == 0, output + strace.Errors);

        VerifyReport report = await StoreVerifier.VerifyAsync(path, ledger);
        Assert.True(report.Ok, report.ToJson());
        int injected = (await File.ReadAllLinesAsync(folder.File("trace"))).Count(line => line.Contains("(INJECTED)", StringComparison.Ordinal));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{calls} {error} {when}: {injected} injected, {report}, {output.Trim()}"));
        Assert.True(injected > 0, "No call failed, so nothing was proved.");
        Assert.True(report.AckedBatches > 0, output);
    }

    [Theory]
    [InlineData("12")]
    [InlineData("15")]
    [InlineData("13+1")]
    [InlineData("12..13")]
    public async Task Write_SyncFailsAndTheProcessDiesAtOnce_WhatWasReportedAsNotStoredDoesNotComeBack(string when)
    {
        Requires.Linux();
        Requires.Tool("strace");
        using var folder = new TempFolder();
        string path = folder.File("usage.db");
        string ledger = folder.File("ledger");
        await using (ChildProcess strace = Strace(folder, path, "fsync,fdatasync", "EIO", when, "write", path, ledger, "5", "--seconds", "10", "--die-on-failure"))
        {
            await strace.ExpectAsync("ready");
            Assert.Null(await strace.ReadLineAsync());
        }

        Assert.Contains(await File.ReadAllLinesAsync(ledger), line => line.StartsWith("fail ", StringComparison.Ordinal) || line.StartsWith("unknown ", StringComparison.Ordinal));
        await CrashHosts.AssertSoundAsync(path, ledger);
    }

    private static ChildProcess Strace(TempFolder folder, string path, string calls, string error, string when, params string[] arguments) =>
        ChildProcess.Start("strace", ["-f", "--seccomp-bpf", "-qq", "-o", folder.File("trace"), "-P", path, "-P", path + "-wal", "-e", $"trace={calls}", "-e", $"inject={calls}:error={error}:when={when}", "dotnet", CrashHosts.Assembly, .. arguments]);
}
