using System.Runtime.InteropServices;

namespace Shannon.Analytics.Storage.Encryption;

/// <summary>
/// Gives a file a name that must be free, in one step. Where hard links exist, <c>File.Move</c> without overwriting does not: it looks whether the name is
/// taken and then renames, so that of two at once the later takes the name from the earlier.
/// </summary>
internal static partial class ExclusiveName
{
    /// <summary>False if the name is taken. The file keeps its first name too, where it had to be linked.</summary>
    /// <exception cref="IOException">The file system refuses.</exception>
    internal static bool TryTake(string file, string name)
    {
        if (!OperatingSystem.IsWindows() && Link(file, name) == 0)
        {
            return true;
        }

        // Windows moves in one step; file systems without links leave nothing better.
        if (File.Exists(name))
        {
            return false;
        }

        try
        {
            File.Move(file, name, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(name))
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string file, string name);
}
