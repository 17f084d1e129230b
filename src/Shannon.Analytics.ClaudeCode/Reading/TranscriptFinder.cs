using System.IO.Enumeration;

namespace Shannon.Analytics.ClaudeCode.Reading;

/// <summary>Finds transcripts on disk.</summary>
internal static class TranscriptFinder
{
    private const string Extension = ".jsonl";

    /// <summary>The default folders that exist, in order, each once.</summary>
    /// <param name="configFolders">The value of <c>CLAUDE_CONFIG_DIR</c>.</param>
    /// <param name="home">The user's home folder.</param>
    internal static IReadOnlyList<string> FindFolders(string? configFolders, string home)
    {
        IEnumerable<string> roots = (configFolders ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (home.Length > 0)
        {
            roots = [.. roots, Path.Combine(home, ".config", "claude"), Path.Combine(home, ".claude")];
        }

        return [.. roots.Select(root => Path.GetFullPath(Path.Combine(root, "projects"))).Distinct(PathComparer).Where(Directory.Exists)];
    }

    /// <summary>How paths are compared on this system.</summary>
    internal static StringComparer PathComparer => OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>All transcripts of the given files and folders, each once, largest first so that the work divides well.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="failures">Receives the paths that could not be searched.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    internal static List<FoundFile> Find(IEnumerable<string> paths, List<TranscriptFileFailure> failures, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, FoundFile>(PathComparer);
        foreach (string path in paths)
        {
            ArgumentException.ThrowIfNullOrEmpty(path, nameof(paths));
            string full = Path.GetFullPath(path);
            try
            {
                if (Directory.Exists(full))
                {
                    foreach (FoundFile file in Search(full))
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        found[file.Path] = file;
                    }
                }
                else if (File.Exists(full))
                {
                    found[full] = Describe(new FileInfo(full));
                }
                else
                {
                    failures.Add(new TranscriptFileFailure(full, "There is no such file or folder."));
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                failures.Add(new TranscriptFileFailure(full, error.Message));
            }
        }

        return [.. found.Values.OrderByDescending(file => file.Length).ThenBy(file => file.Path, StringComparer.Ordinal)];
    }

    /// <summary>Whether a path is one of the given files, or lies in one of the given folders.</summary>
    internal static bool Covers(IReadOnlyList<string> fullPaths, string path)
    {
        StringComparison comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        foreach (string root in fullPaths)
        {
            if (path.StartsWith(root, comparison)
                && (path.Length == root.Length || Path.EndsInDirectorySeparator(root) || path[root.Length] == Path.DirectorySeparatorChar))
            {
                return true;
            }
        }

        return false;
    }

    // Links to folders are not followed: they may lead in circles.
    private static FileSystemEnumerable<FoundFile> Search(string folder) =>
        new(
            folder,
            static (ref FileSystemEntry entry) => Describe((FileInfo)entry.ToFileSystemInfo()),
            new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = 0 })
        {
            ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.IsDirectory && entry.FileName.EndsWith(Extension, StringComparison.OrdinalIgnoreCase),
            ShouldRecursePredicate = static (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        };

    private static FoundFile Describe(FileInfo file)
    {
        if (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
        {
            return new FoundFile(file.FullName, target.Length, target.LastWriteTimeUtc.Ticks);
        }

        return new FoundFile(file.FullName, file.Length, file.LastWriteTimeUtc.Ticks);
    }
}
