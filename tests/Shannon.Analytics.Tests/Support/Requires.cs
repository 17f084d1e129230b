using System.Diagnostics.CodeAnalysis;

namespace Shannon.Analytics.Tests.Support;

/// <summary>What a test needs from the machine. Absent, the test is skipped with the reason; on a build server it fails, since there nobody reads skips.</summary>
internal static class Requires
{
    private static bool OnBuildServer => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    internal static void Root()
    {
        if (!Environment.IsPrivilegedProcess || !OperatingSystem.IsLinux())
        {
            Missing("Needs root on Linux, to mount a small file system.");
        }
    }

    internal static void Linux()
    {
        if (!OperatingSystem.IsLinux())
        {
            Missing("Needs Linux.");
        }
    }

    internal static void Tool(string name)
    {
        if (!Paths().Any(folder => File.Exists(Path.Combine(folder, name))))
        {
            Missing($"Needs the tool '{name}' on the path; tests/run.sh installs it when it may.");
        }
    }

    [DoesNotReturn]
    internal static void Missing(string reason)
    {
        if (OnBuildServer)
        {
            Assert.Fail(reason + " CI=true, so this is a failure, not a skip.");
        }

        Assert.Skip(reason);
    }

    private static string[] Paths() => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
}
