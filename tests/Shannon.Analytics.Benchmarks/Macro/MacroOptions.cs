using System.Globalization;

namespace Shannon.Analytics.Benchmarks.Macro;

/// <summary>The options of the <c>macro</c> verb.</summary>
internal sealed record MacroOptions
{
    /// <summary>Rows of the experiments that depend on them.</summary>
    public int Rows { get; init; } = 1_000_000;

    /// <summary>Part of the name of an experiment, figure or contender; <see langword="null"/> = all.</summary>
    public string? Filter { get; init; }

    /// <summary>File for one JSON object per figure and line; <see langword="null"/> = none.</summary>
    public string? JsonFile { get; init; }

    /// <summary>Timed rounds after the warm-up.</summary>
    public int Rounds { get; init; } = 7;

    /// <summary>Folder in which the databases of the query experiments are kept and found again; <see langword="null"/> = a temporary one.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Reads the arguments after the verb.</summary>
    /// <exception cref="UsageException">An argument is unknown, lacks its value or has a wrong one.</exception>
    public static MacroOptions Parse(ReadOnlySpan<string> args)
    {
        var options = new MacroOptions();
        for (int i = 0; i < args.Length; i += 2)
        {
            string name = args[i];
            if (name is not ("--rows" or "--filter" or "--json" or "--rounds" or "--data"))
            {
                throw new UsageException($"Unknown argument '{name}'. Allowed: --rows, --filter, --json, --rounds, --data.");
            }

            if (i + 1 == args.Length)
            {
                throw new UsageException($"{name} needs a value.");
            }

            string value = args[i + 1];
            options = name switch
            {
                "--rows" => options with { Rows = PositiveNumber(name, value, 100_000_000) },
                "--rounds" => options with { Rounds = PositiveNumber(name, value, 1_000) },
                "--filter" => options with { Filter = value },
                "--data" => options with { DataFolder = value },
                _ => options with { JsonFile = value },
            };
        }

        return options;
    }

    private static int PositiveNumber(string name, string text, int largest) =>
        int.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number >= 1 && number <= largest
            ? number
            : throw new UsageException(string.Create(
                CultureInfo.InvariantCulture, $"{name} is '{text}'. Allowed: a whole number from 1 to {largest}."));
}
