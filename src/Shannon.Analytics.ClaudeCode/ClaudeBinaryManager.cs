using System.ComponentModel;
using System.Diagnostics;
using Shannon.Analytics.ClaudeCode.Driving;
using Shannon.Analytics.ClaudeCode.Finding;

namespace Shannon.Analytics.ClaudeCode;

/// <summary>
/// Finds the Claude Code client on this machine: the given path; else the environment variable <see cref="PathVariable"/>, the search path, installations by
/// npm in the working folder or above it and for the whole machine, and the folders of the native installer. Nothing is searched until asked, and the answer
/// is kept. Thread-safe.
/// </summary>
public sealed class ClaudeBinaryManager
{
    /// <summary>The environment variable that may name the path of the client.</summary>
    public const string PathVariable = "CLAUDE_CODE_PATH";

    private readonly ClaudeBinaryOptions _options;
    private readonly Lock _lock = new();
    private Task<ClaudeBinary>? _finding;

    /// <summary>Makes a manager that searches this machine.</summary>
    public ClaudeBinaryManager()
        : this(new ClaudeBinaryOptions())
    {
    }

    /// <summary>Makes a manager.</summary>
    /// <param name="options">How to search.</param>
    /// <exception cref="Diagnostics.InvalidOptionsException">Options are out of range; all of them are named.</exception>
    public ClaudeBinaryManager(ClaudeBinaryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
    }

    /// <summary>The client, with its version and what it can do. It is run twice to learn that, the first time only.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ClaudeBinaryNotFoundException">There is none, or it does not answer.</exception>
    public Task<ClaudeBinary> FindAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            // One search serves all who ask meanwhile; after a failure the next one searches again.
            if (_finding is null or { IsFaulted: true })
            {
                _finding = Task.Run(() => DescribeAsync(Locate()), CancellationToken.None);
            }

            return _finding.WaitAsync(cancellationToken);
        }
    }

    private (string Path, ClaudeBinaryOrigin Origin) Locate()
    {
        if (_options.Path is { } given)
        {
            return File.Exists(given) ? (Path.GetFullPath(given), ClaudeBinaryOrigin.Explicit) : throw ClaudeBinaryNotFoundException.Nowhere([given]);
        }

        var searched = new List<string>();
        foreach ((string path, ClaudeBinaryOrigin origin) in SearchPlaces.OfMachine(_options.WorkingDirectory).List())
        {
            if (File.Exists(path))
            {
                return (Path.GetFullPath(path), origin);
            }

            searched.Add(path);
        }

        throw ClaudeBinaryNotFoundException.Nowhere(searched);
    }

    private async Task<ClaudeBinary> DescribeAsync((string Path, ClaudeBinaryOrigin Origin) place)
    {
        var binary = new ClaudeBinary { Path = place.Path, Origin = place.Origin, Capabilities = ClaudeCapabilities.Of(string.Empty) };
        string version = await AskAsync(binary, "--version").ConfigureAwait(false);
        string help = await AskAsync(binary, "--help").ConfigureAwait(false);
        return binary with { Version = version.Split(' ', '\n')[0] is { Length: > 0 and < 50 } first ? first.Trim() : null, Capabilities = ClaudeCapabilities.Of(help) };
    }

    private async Task<string> AskAsync(ClaudeBinary binary, string question)
    {
        using var patience = new CancellationTokenSource(_options.AnswerTimeout, _options.TimeProvider);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(binary.Program, [.. binary.LeadingArguments, question])
            {
                UseShellExecute = false,
                CreateNoWindow = true,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }) ?? throw ClaudeBinaryNotFoundException.Silent(binary.Path);
            try
            {
                process.StandardInput.Close();
                var errors = new BoundedTail(1024);
                Task draining = errors.ReadAsync(process.StandardError.BaseStream, patience.Token);
                string answer = await process.StandardOutput.ReadToEndAsync(patience.Token).ConfigureAwait(false);
                await draining.ConfigureAwait(false);
                await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
                return process.ExitCode == 0 ? answer : throw ClaudeBinaryNotFoundException.Silent(binary.Path);
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }
            }
        }
        catch (Win32Exception error)
        {
            throw ClaudeBinaryNotFoundException.Silent(binary.Path, error);
        }
        catch (OperationCanceledException error)
        {
            throw ClaudeBinaryNotFoundException.Silent(binary.Path, error);
        }
    }
}
