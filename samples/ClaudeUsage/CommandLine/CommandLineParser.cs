using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;

namespace ClaudeUsage.CommandLine;

/// <summary>Reads the arguments: <c>--name value</c> or <c>--name=value</c>; what follows <c>--</c> are paths. Of an option given twice the last counts.</summary>
internal static class CommandLineParser
{
    private const string SeeHelp = "See --help.";

    /// <exception cref="UsageException">An argument is not allowed; the message says which and what is.</exception>
    public static CommandLineOptions Parse(IReadOnlyList<string> args)
    {
        var options = new CommandLineOptions();
        var paths = new List<string>();
        bool optionsEnded = false;
        for (int i = 0; i < args.Count; i++)
        {
            string arg = args[i];
            if (optionsEnded || arg.Length < 2 || arg[0] != '-')
            {
                paths.Add(arg.Length > 0 ? arg : throw new UsageException("A path is empty. Leave it out, or give a file or folder."));
                continue;
            }

            if (arg == "--")
            {
                optionsEnded = true;
                continue;
            }

            int equals = arg.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? arg : arg[..equals];
            string? inline = equals < 0 ? null : arg[(equals + 1)..];
            if (WithSwitch(options, name) is { } switched)
            {
                options = inline is null ? switched : throw new UsageException($"{name} takes no value. Write {name} alone.");
                continue;
            }

            if (!OptionNames.TakesValue(name))
            {
                throw new UsageException($"There is no option {Quote(name)}.{OptionNames.Suggest(name)} {SeeHelp}");
            }

            string? value = inline ?? (i + 1 < args.Count ? args[++i] : null);
            if (string.IsNullOrEmpty(value))
            {
                throw new UsageException($"{name} needs a value. {SeeHelp}");
            }

            options = WithValue(options, name, value);
        }

        return Checked(options with { Paths = paths });
    }

    private static CommandLineOptions? WithSwitch(CommandLineOptions options, string name) => name switch
    {
        OptionNames.Json => options with { Json = true },
        OptionNames.Demo => options with { Demo = true },
        OptionNames.Blocks => options with { Blocks = true },
        OptionNames.Compare => options with { Compare = true },
        OptionNames.Watch => options with { Watch = true },
        OptionNames.NoColor or "--no-colour" => options with { NoColor = true },
        OptionNames.Help or "-h" or "-?" => options with { Help = true },
        _ => null,
    };

    private static CommandLineOptions WithValue(CommandLineOptions options, string name, string value) => name switch
    {
        OptionNames.Database => options with { Database = value },
        OptionNames.Since => options with { Since = DateArgument.Start(name, value) },
        OptionNames.Until => options with { Until = DateArgument.End(name, value) },
        OptionNames.By => options with { By = ParseBy(value) },
        OptionNames.User => options with { User = ParseUser(value) },
        OptionNames.Prices => options with { Prices = value },
        OptionNames.Mode => options with { Mode = ParseMode(value) },
        OptionNames.Report => options with { Report = ParseReport(value) },
        OptionNames.Output or OptionNames.OutputShort => options with { Output = value },
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>One name or several with commas between.</summary>
    private static Breakdowns ParseBy(string value)
    {
        Breakdowns by = Breakdowns.None;
        foreach (string part in value.Split(',', StringSplitOptions.TrimEntries))
        {
            by |= part.ToUpperInvariant() switch
            {
                "DAY" or "DAYS" => Breakdowns.Day,
                "MODEL" or "MODELS" => Breakdowns.Model,
                "PROJECT" or "PROJECTS" => Breakdowns.Project,
                "SESSION" or "SESSIONS" => Breakdowns.Session,
                "ALL" => Breakdowns.All,
                _ => throw new UsageException($"--by is {Quote(value)}; allowed are day, model, project, session and all, or several with commas between."),
            };
        }

        return by;
    }

    private static string ParseUser(string value) => string.IsNullOrWhiteSpace(value) || value.Length > MetricLimits.MaxIdLength
        ? throw new UsageException($"--user has {value.Length} characters; allowed are 1 to {MetricLimits.MaxIdLength}, and not blanks alone.")
        : value;

    private static string ParseReport(string value) => value.ToUpperInvariant() switch
    {
        "HTML" => "html",
        "PDF" => "pdf",
        "XLSX" or "EXCEL" => "xlsx",
        "MD" or "MARKDOWN" => "md",
        "CSV" => "csv",
        "JSON" => "json",
        _ => throw new UsageException($"--report is {Quote(value)}; allowed are html, pdf, xlsx, md, csv and json."),
    };

    private static CostMode ParseMode(string value) => value.ToUpperInvariant() switch
    {
        "AUTO" => CostMode.Auto,
        "CALCULATE" => CostMode.Calculate,
        "DISPLAY" => CostMode.Display,
        _ => throw new UsageException($"--mode is {Quote(value)}; allowed are auto, calculate and display."),
    };

    private static CommandLineOptions Checked(CommandLineOptions options)
    {
        if (options.Help)
        {
            return options;
        }

        if (options.Demo && options.Paths.Count > 0)
        {
            throw new UsageException("--demo shows the transcripts that come with the program and takes no paths. Leave out one of the two.");
        }

        if (options.Blocks && options.Compare)
        {
            throw new UsageException("--blocks and --compare are two reports. Leave out one of the two.");
        }

        if (options.Watch && (options.Json || options.Blocks || options.Compare || options.Demo || options.Report is not null || options.Until is not null))
        {
            throw new UsageException("--watch shows what comes until Ctrl+C, in a table of its own. Leave out --json, --blocks, --compare, --report, --demo and --until.");
        }

        if (options.Json && (options.Report is not null || options.Blocks || options.Compare))
        {
            throw new UsageException("--json writes the usual tables. For a report as JSON, write --report json.");
        }

        if (options.Output is not null && options.Report is null)
        {
            throw new UsageException("--output names the file of a report. Choose its format with --report.");
        }

        if (options.Since > options.Until)
        {
            throw new UsageException("--since lies after --until. Swap the two dates.");
        }

        return options;
    }

    private static string Quote(string value) => $"'{Output.CellText.Sanitise(value)}'";
}
