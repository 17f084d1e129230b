namespace Shannon.Analytics.ClaudeCode;

/// <summary>A Claude Code command-line client that was found and answered. Immutable.</summary>
public sealed record ClaudeBinary
{
    /// <summary>The full path of the client.</summary>
    public required string Path { get; init; }

    /// <summary>Where it was found.</summary>
    public required ClaudeBinaryOrigin Origin { get; init; }

    /// <summary>Its version, such as <c>2.1.330</c>; <see langword="null"/> if it told none.</summary>
    public string? Version { get; init; }

    /// <summary>What it can do.</summary>
    public required ClaudeCapabilities Capabilities { get; init; }

    /// <summary>The program to start: the client itself, or Node.js if the client is a script.</summary>
    public string Program => IsScript ? "node" : Path;

    /// <summary>What goes before the arguments of the client when <see cref="Program"/> is started.</summary>
    public IReadOnlyList<string> LeadingArguments => IsScript ? [Path] : [];

    private bool IsScript => System.IO.Path.GetExtension(Path) is ".js" or ".mjs" or ".cjs";
}
