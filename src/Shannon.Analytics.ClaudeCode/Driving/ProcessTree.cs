using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Shannon.Analytics.ClaudeCode.Driving;

/// <summary>
/// Ends processes with all they started. On Linux a process leads a session of its own (<c>setsid</c>), and a mark in its environment, which children inherit,
/// finds those that went into sessions of theirs. Elsewhere the tree of parents and children is all there is.
/// </summary>
internal static partial class ProcessTree
{
    /// <summary>The environment variable that marks a process and all it starts.</summary>
    internal const string MarkVariable = "SHANNON_ANALYTICS_PROCESS";

    private const int Terminate = 15;
    private const int Kill = 9;
    private static readonly string[] SetsidPlaces = ["/usr/bin/setsid", "/bin/setsid"];

    /// <summary>The program that starts another one as the leader of a session; null where there is none.</summary>
    internal static string? SessionStarter { get; } = OperatingSystem.IsLinux() ? SetsidPlaces.FirstOrDefault(File.Exists) : null;

    /// <summary>Asks a process and its group to end.</summary>
    /// <returns>False if it cannot be asked on this system.</returns>
    internal static bool TryTerminate(Process process) => !OperatingSystem.IsWindows() && Signal(SessionStarter is null ? process.Id : -process.Id, Terminate) == 0;

    /// <summary>Ends a process and all it started, at once.</summary>
    internal static void KillAll(Process process, string mark)
    {
        try
        {
            // First the tree: once the parent is gone nothing tells whose children they were.
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
        catch (AggregateException)
        {
            // Some of its descendants ended meanwhile.
        }

        KillOrphans(mark);
    }

    /// <summary>Ends what a process that has ended left behind.</summary>
    internal static void KillOrphans(string mark)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // A process that starts another one meanwhile may get away once; not for long.
        for (int round = 0; round < 10 && KillMarked(mark) > 0; round++)
        {
        }
    }

    private static int KillMarked(string mark)
    {
        byte[] entry = Encoding.ASCII.GetBytes($"{MarkVariable}={mark}");
        int killed = 0;
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                && id != Environment.ProcessId
                && IsMarked(folder, entry)
                && Signal(id, Kill) == 0)
            {
                killed++;
            }
        }

        return killed;
    }

    // The environment of a zombie is empty, so it is not counted.
    private static bool IsMarked(string folder, byte[] entry)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(entry) >= 0;
        }
        catch (IOException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int process, int signal);
}
