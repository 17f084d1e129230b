using System.Runtime.InteropServices;

namespace Shannon.Analytics.ClaudeCode.Finding;

/// <summary>The places in which a client may be, in the order of the search. What it asks of the machine is handed in.</summary>
internal sealed class SearchPlaces
{
    internal required Func<string, string?> Variable { get; init; }

    internal required string Home { get; init; }

    internal required string WorkingDirectory { get; init; }

    internal required bool IsWindows { get; init; }

    private string Executable => IsWindows ? "claude.exe" : "claude";

    internal static SearchPlaces OfMachine(string? workingDirectory) => new()
    {
        Variable = Environment.GetEnvironmentVariable,
        Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        WorkingDirectory = workingDirectory ?? Environment.CurrentDirectory,
        IsWindows = OperatingSystem.IsWindows(),
    };

    internal IEnumerable<(string Path, ClaudeBinaryOrigin Origin)> List()
    {
        if (Variable(ClaudeBinaryManager.PathVariable) is { Length: > 0 } named)
        {
            yield return (named, ClaudeBinaryOrigin.Environment);
        }

        foreach (string folder in (Variable("PATH") ?? string.Empty).Split(IsWindows ? ';' : ':', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return (Path.Combine(folder, Executable), ClaudeBinaryOrigin.SearchPath);
        }

        for (string? folder = WorkingDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            foreach (string path in PackagesIn(Path.Combine(folder, "node_modules")))
            {
                yield return (path, ClaudeBinaryOrigin.NpmLocal);
            }
        }

        foreach (string folder in GlobalModules())
        {
            foreach (string path in PackagesIn(folder))
            {
                yield return (path, ClaudeBinaryOrigin.NpmGlobal);
            }
        }

        foreach (string folder in new[] { ".local/bin", ".claude/local", ".claude/bin" })
        {
            yield return (Path.Combine(Home, folder, Executable), ClaudeBinaryOrigin.Native);
        }
    }

    // The platform's own package holds the program; older versions are a script.
    private IEnumerable<string> PackagesIn(string modules)
    {
        string system = IsWindows ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        string processor = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        yield return Path.Combine(modules, "@anthropic-ai", $"claude-code-{system}-{processor}", Executable);
        yield return Path.Combine(modules, "@anthropic-ai", "claude-code", "node_modules", "@anthropic-ai", $"claude-code-{system}-{processor}", Executable);
        yield return Path.Combine(modules, "@anthropic-ai", "claude-code", "cli.js");
    }

    private IEnumerable<string> GlobalModules()
    {
        if (IsWindows)
        {
            if (Variable("APPDATA") is { Length: > 0 } data)
            {
                yield return Path.Combine(data, "npm", "node_modules");
            }

            yield break;
        }

        string?[] prefixes = [Variable("NPM_CONFIG_PREFIX"), Variable("npm_config_prefix"), Path.Combine(Home, ".npm-global"), "/usr/local", "/usr", "/opt/homebrew"];
        foreach (string? prefix in prefixes)
        {
            if (!string.IsNullOrEmpty(prefix))
            {
                yield return Path.Combine(prefix, "lib", "node_modules");
            }
        }
    }
}
