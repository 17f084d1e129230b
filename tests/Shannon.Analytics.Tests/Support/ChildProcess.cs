using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace Shannon.Analytics.Tests.Support;

/// <summary>A process that a test started: led by lines, awaited with a time-out, and dead when the test is over.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private readonly Process _process = new();
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _errors = new();

    private ChildProcess(string file, IEnumerable<string> arguments, string? folder, IReadOnlyDictionary<string, string>? environment)
    {
        _process.StartInfo = new ProcessStartInfo(file, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder ?? string.Empty,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            _process.StartInfo.Environment[name] = value;
        }

        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
            {
                _lines.Writer.TryWrite(text);
            }
            else
            {
                _lines.Writer.TryComplete();
            }
        };
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                _errors.AppendLine(line.Data);
            }
        };
    }

    internal int Id => _process.Id;

    internal bool HasExited => _process.HasExited;

    internal string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    internal static ChildProcess Start(string file, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var child = new ChildProcess(file, arguments, folder, environment);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Runs a tool to its end and returns what it printed; fails the test if it fails.</summary>
    internal static async Task<string> RunAsync(string file, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        string[] all = [.. arguments];
        await using ChildProcess child = Start(file, all, folder, environment);
        string output = await child.ReadToEndAsync();
        int code = await child.WaitForExitAsync();
        Assert.True(code == 0, $"'{file} {string.Join(' ', all)}' ended with {code}:\n{output}\n{child.Errors}");
        return output;
    }

    internal void WriteLine(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>The next line of its standard output; null at its end.</summary>
    internal async Task<string?> ReadLineAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _lines.Reader.WaitToReadAsync(patience.Token) && _lines.Reader.TryRead(out string? line) ? line : null;
    }

    internal async Task<string> ReadToEndAsync()
    {
        var text = new StringBuilder();
        while (await ReadLineAsync() is { } line)
        {
            text.AppendLine(line);
        }

        return text.ToString();
    }

    internal async Task ExpectAsync(string expected)
    {
        string? line = await ReadLineAsync();
        Assert.True(line == expected, $"Expected the line '{expected}', got '{line}'. {Errors}");
    }

    /// <summary>SIGKILL: the process gets no chance to tidy up.</summary>
    internal async Task KillAsync()
    {
        _process.Kill();
        await WaitForExitAsync();
    }

    internal async Task<int> WaitForExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
