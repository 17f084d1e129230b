using System.Globalization;
using Shannon.Analytics.ClaudeCode;

namespace ClaudeUsage;

/// <summary>The machine as the program sees it; tests put their own in its place.</summary>
internal sealed record UsageHost
{
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Whether <see cref="Out"/> is a terminal; a pipe or a file gets plain text.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Whether <see cref="Error"/> is a terminal, which is where the progress bar goes.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the terminal; <see langword="null"/> for as many as needed.</summary>
    public int? Width { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;

    /// <summary>The clock that <c>--watch</c> goes by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the database is, unless the command line names one.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The transcripts that come with the program.</summary>
    public required string DemoFolder { get; init; }

    /// <summary>Finds where Claude Code keeps its transcripts.</summary>
    public Func<IReadOnlyList<string>> TranscriptFolders { get; init; } = TranscriptImporter.FindDefaultFolders;

    public static UsageHost OfThisProcess()
    {
        string data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return new UsageHost
        {
            Out = Console.Out,
            Error = Console.Error,
            OutIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Width = TerminalWidth(),
            Variable = Environment.GetEnvironmentVariable,
            DataFolder = Path.Combine(data.Length > 0 ? data : AppContext.BaseDirectory, "shannon-analytics"),
            DemoFolder = Path.Combine(AppContext.BaseDirectory, "demo", "projects"),
        };
    }

    /// <summary>COLUMNS counts even in a pipe, so that output for a narrow place can be made anywhere.</summary>
    private static int? TerminalWidth()
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), CultureInfo.InvariantCulture, out int columns) && columns > 0)
        {
            return columns;
        }

        if (Console.IsOutputRedirected)
        {
            return null;
        }

        try
        {
            // A terminal that does not know its width says 0.
            return Console.WindowWidth > 0 ? Console.WindowWidth : 80;
        }
        catch (IOException)
        {
            return 80;
        }
    }
}
