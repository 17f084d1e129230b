using System.Globalization;
using System.Security;

namespace Shannon.Analytics.Reporting;

/// <summary>A file to be written whole or not at all.</summary>
internal sealed class ExportTarget
{
    /// <summary>How many links in a row are followed, as Linux does.</summary>
    private const int MaxLinks = 40;

    private readonly bool _overwrite;

    private ExportTarget(string fullPath, bool overwrite)
    {
        FullPath = fullPath;
        _overwrite = overwrite;
    }

    internal string FullPath { get; }

    /// <summary>Works out where a path leads, and refuses what the options forbid before anything is computed or written.</summary>
    internal static ExportTarget Resolve(string path, ReportExportOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (path.AsSpan().IndexOfAny("\0\r\n") >= 0)
        {
            throw new ArgumentException("The path holds a line break or a null character. Give the path of a file.", nameof(path));
        }

        string full;
        if (options.BaseDirectory is { } directory)
        {
            string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
            full = Path.GetFullPath(path, root);
            if (!IsWithin(root, full) || !IsWithin(RealPath(root), RealPath(full)))
            {
                throw new ReportExportException(ReportExportProblem.OutsideBaseDirectory, $"The path '{path}' leads out of the folder that exports must stay in. Give a path below ReportExportOptions.BaseDirectory.");
            }
        }
        else
        {
            full = Path.GetFullPath(path);
        }

        if (Directory.Exists(full) || Path.EndsInDirectorySeparator(full))
        {
            throw new ReportExportException(ReportExportProblem.WriteFailed, $"'{path}' is a folder. Give the path of a file in it.");
        }

        if (!options.Overwrite && File.Exists(full))
        {
            throw Exists(full);
        }

        return new ExportTarget(full, options.Overwrite);
    }

    /// <summary>Writes to a temporary file in the same folder, which takes the name once all of it is on the disk. Whatever fails, the temporary file goes.</summary>
    internal async Task WriteAsync(Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        string folder = Path.GetDirectoryName(FullPath)!;
        // Short, whatever the name: a name as long as the file system allows leaves no room for a suffix.
        string temporary = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $".{Guid.NewGuid():N}.tmp"));
        try
        {
            Directory.CreateDirectory(folder);
            var stream = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous, BufferSize = 64 * 1024 });
            await using (stream.ConfigureAwait(false))
            {
                await write(stream).ConfigureAwait(false);
                await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            cancellationToken.ThrowIfCancellationRequested();
            Take(temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException)
        {
            throw new ReportExportException(ReportExportProblem.WriteFailed, $"The report could not be written to '{FullPath}': {exception.Message} Choose a folder that this account may write to, with enough free space.", exception);
        }
        finally
        {
            Discard(temporary);
        }
    }

    private void Take(string temporary)
    {
        try
        {
            File.Move(temporary, FullPath, _overwrite);
        }
        catch (IOException) when (!_overwrite && File.Exists(FullPath))
        {
            throw Exists(FullPath);
        }
    }

    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The error that led here says more.
        }
    }

    private static ReportExportException Exists(string path) =>
        new(ReportExportProblem.FileExists, $"There is a file '{path}' already, and it was left alone. Choose another name, or set ReportExportOptions.Overwrite.");

    private static bool IsWithin(string root, string path) =>
        path.Length > root.Length && path.StartsWith(root, Comparison) && (Path.EndsInDirectorySeparator(root) || path[root.Length] == Path.DirectorySeparatorChar);

    private static StringComparison Comparison => OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <summary>The path with every link on the way followed; parts that do not exist yet are taken as they are.</summary>
    private static string RealPath(string path, int links = 0)
    {
        string real = Path.GetPathRoot(path)!;
        foreach (string part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            FileSystemInfo entry = Directory.Exists(real) ? new DirectoryInfo(real) : new FileInfo(real);
            if (entry.LinkTarget is not null && entry.ResolveLinkTarget(returnFinalTarget: false) is { } target)
            {
                // What it points to may lead through other links. Links that lead in a circle end at no file, so where they end does not matter.
                real = links < MaxLinks ? RealPath(Path.GetFullPath(target.FullName), links + 1) : real;
            }
        }

        return real;
    }
}
