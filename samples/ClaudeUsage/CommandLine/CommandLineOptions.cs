using Shannon.Analytics.Pricing;

namespace ClaudeUsage.CommandLine;

/// <summary>What the command line asks for.</summary>
internal sealed record CommandLineOptions
{
    /// <summary>Files or folders; empty for those of Claude Code on this machine.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    public string? Database { get; init; }

    /// <summary>The first moment, or <see langword="null"/>.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The last moment, itself included, or <see langword="null"/>.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The tables asked for, or <see langword="null"/> when none was named: all of them, long ones cut.</summary>
    public Breakdowns? By { get; init; }

    public bool Json { get; init; }

    public bool Demo { get; init; }

    public string? User { get; init; }

    public string? Prices { get; init; }

    public CostMode Mode { get; init; } = CostMode.Auto;

    /// <summary>The format of a report to write to a file, or <see langword="null"/> for none.</summary>
    public string? Report { get; init; }

    /// <summary>The file of the report; <see langword="null"/> for one beside the working folder's others.</summary>
    public string? Output { get; init; }

    /// <summary>Billing blocks of five hours instead of the usual tables.</summary>
    public bool Blocks { get; init; }

    /// <summary>This time against the time before instead of the usual tables.</summary>
    public bool Compare { get; init; }

    /// <summary>A small table that follows transcripts while they grow, instead of the usual ones.</summary>
    public bool Watch { get; init; }

    public bool NoColor { get; init; }

    public bool Help { get; init; }
}
