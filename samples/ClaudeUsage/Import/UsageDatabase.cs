using ClaudeUsage.CommandLine;
using ClaudeUsage.Output;

namespace ClaudeUsage.Import;

/// <summary>Where usage is kept.</summary>
internal static class UsageDatabase
{
    /// <summary>A database that is gone with the program.</summary>
    public const string InMemory = ":memory:";

    private const string FileName = "usage.db";

    /// <summary>The database of the command line, else the one in the user's data folder.</summary>
    public static string PathFor(CommandLineOptions options, UsageHost host) => options.Database switch
    {
        null => Path.Combine(host.DataFolder, FileName),
        InMemory => InMemory,
        { } path => Path.GetFullPath(path),
    };

    /// <summary>
    /// Makes the folder of the database. The demo set stays out of the user's own database; so does a report on certain paths, which shows all that its database holds.
    /// </summary>
    /// <exception cref="UsageException">The folder cannot be made.</exception>
    public static string Prepare(CommandLineOptions options, UsageHost host, SourceKind source)
    {
        bool isApart = source == SourceKind.Demo || (source == SourceKind.Paths && Reports.ReportRun.IsWanted(options));
        if (isApart && options.Database is null)
        {
            return InMemory;
        }

        string path = PathFor(options, host);
        if (path == InMemory)
        {
            return path;
        }

        if (Directory.Exists(path))
        {
            throw new UsageException($"The database '{CellText.Sanitise(path)}' is a folder. Name a file with --database.");
        }

        string folder = Path.GetDirectoryName(path)!;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The folder '{CellText.Sanitise(folder)}' for the database cannot be made: {CellText.Sanitise(error.Message)} Name another file with --database.", ExitCodes.Failed);
        }

        return path;
    }
}
