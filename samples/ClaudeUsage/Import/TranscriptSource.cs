using ClaudeUsage.CommandLine;
using ClaudeUsage.Output;

namespace ClaudeUsage.Import;

/// <summary>The transcripts to read, and to show.</summary>
internal sealed record TranscriptSource(SourceKind Kind, IReadOnlyList<string> Paths)
{
    private const string Transcripts = "*.jsonl";

    /// <summary>
    /// The paths given; else the folders of Claude Code if they hold transcripts; else what the database holds, if there is one; else the demo set.
    /// </summary>
    /// <exception cref="UsageException">A path does not exist, or the demo set is gone.</exception>
    public static TranscriptSource Choose(CommandLineOptions options, UsageHost host)
    {
        if (options.Demo)
        {
            return Demo(host);
        }

        if (options.Paths.Count > 0)
        {
            return new TranscriptSource(SourceKind.Paths, [.. options.Paths.Select(Existing).Distinct()]);
        }

        string[] folders = [.. host.TranscriptFolders().Where(HoldsTranscripts)];
        if (folders.Length > 0)
        {
            return new TranscriptSource(SourceKind.Default, folders);
        }

        return File.Exists(UsageDatabase.PathFor(options, host)) ? new TranscriptSource(SourceKind.Database, []) : Demo(host);
    }

    public static TranscriptSource Demo(UsageHost host) =>
        Directory.Exists(host.DemoFolder)
            ? new TranscriptSource(SourceKind.Demo, [host.DemoFolder])
            : throw new UsageException($"The demo transcripts are missing: {host.DemoFolder}. Build the program again, or give a path to transcripts.", ExitCodes.Failed);

    private static string Existing(string path)
    {
        string full;
        try
        {
            full = Path.GetFullPath(path);
        }
        catch (ArgumentException)
        {
            throw new UsageException($"'{CellText.Sanitise(path)}' is no path.");
        }

        return File.Exists(full) || Directory.Exists(full)
            ? full
            : throw new UsageException($"There is no file or folder '{CellText.Sanitise(path)}'. Check the path; without one the folders of Claude Code are read.");
    }

    private static bool HoldsTranscripts(string folder)
    {
        // Folders that may not be entered are the importer's to report.
        var everywhere = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        return Directory.Exists(folder) && Directory.EnumerateFiles(folder, Transcripts, everywhere).Any();
    }
}
