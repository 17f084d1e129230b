namespace Shannon.Analytics.Tests.Support;

/// <summary>A file system of a few megabytes in memory, which a test can fill and make read-only. Needs root.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    private SmallDisk()
    {
    }

    private string Ballast => File("ballast");

    internal static async Task<SmallDisk> MountAsync(int megabytes)
    {
        Requires.Root();
        Requires.Tool("mount");
        var disk = new SmallDisk();
        await ChildProcess.RunAsync("mount", ["-t", "tmpfs", "-o", FormattableString.Invariant($"size={megabytes}m"), "tmpfs", disk._folder.FullPath]);
        return disk;
    }

    internal string File(string name) => _folder.File(name);

    internal Task MakeReadOnlyAsync() => ChildProcess.RunAsync("mount", ["-o", "remount,ro", _folder.FullPath]);

    /// <summary>Leaves not one free page.</summary>
    internal void Fill()
    {
        byte[] page = new byte[4096];
        using var file = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(page);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    internal void Free() => System.IO.File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        await ChildProcess.RunAsync("umount", [_folder.FullPath]);
        _folder.Dispose();
    }
}
