using Spectre.Console;

namespace ClaudeUsage.Output;

/// <summary>Decides between colours and plain text, and makes the writer for it.</summary>
internal static class UsageConsole
{
    private const int UsualWidth = 80;

    /// <summary>Colours only on a terminal that takes them, and that nobody asked to do without (no-color.org).</summary>
    public static bool UsesColour(UsageHost host, bool noColour) =>
        host.OutIsTerminal && !noColour && string.IsNullOrEmpty(host.Variable("NO_COLOR")) && host.Variable("TERM") != "dumb";

    public static IReportWriter ReportWriter(UsageHost host, bool noColour) =>
        UsesColour(host, noColour) ? new SpectreReportWriter(Create(host.Out, host.Width, noColour: false, InteractionSupport.No)) : new PlainReportWriter(host.Out, host.Width);

    /// <summary>The console of the progress bar.</summary>
    public static IAnsiConsole Progress(UsageHost host, bool noColour) =>
        Create(host.Error, host.Width, noColour || !string.IsNullOrEmpty(host.Variable("NO_COLOR")), InteractionSupport.Yes);

    private static IAnsiConsole Create(TextWriter writer, int? width, bool noColour, InteractionSupport interactive)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = noColour ? ColorSystemSupport.NoColors : ColorSystemSupport.Standard,
            Interactive = interactive,
            Out = new AnsiConsoleOutput(writer),
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = width ?? UsualWidth;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
