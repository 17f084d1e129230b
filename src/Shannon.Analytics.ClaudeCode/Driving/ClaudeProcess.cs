using System.Diagnostics;

namespace Shannon.Analytics.ClaudeCode.Driving;

/// <summary>One process of the client. Thread-safe.</summary>
internal sealed class ClaudeProcess : IDisposable
{
    private const int ErrorBytes = 16 * 1024;
    private readonly Process _process;
    private readonly string _mark;
    private readonly BoundedTail _errors = new(ErrorBytes);
    private readonly Task _errorReading;

    private ClaudeProcess(Process process, string mark)
    {
        _process = process;
        _mark = mark;
        _errorReading = DrainErrorsAsync();
    }

    internal int Id => _process.Id;

    internal Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>The last that it wrote to its error stream.</summary>
    internal string ErrorOutput => _errors.Text;

    /// <exception cref="System.ComponentModel.Win32Exception">It could not be started.</exception>
    internal static ClaudeProcess Start(ClaudeBinary binary, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string?> environment)
    {
        string mark = Guid.NewGuid().ToString("N");
        string[] command = [binary.Program, .. binary.LeadingArguments, .. arguments];
        var start = ProcessTree.SessionStarter is { } starter ? new ProcessStartInfo(starter, command) : new ProcessStartInfo(command[0], command[1..]);
        start.WorkingDirectory = folder;
        start.UseShellExecute = false;
        start.CreateNoWindow = true;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }

        start.Environment[ProcessTree.MarkVariable] = mark;
        var process = new Process { StartInfo = start };
        process.Start();
        return new ClaudeProcess(process, mark);
    }

    /// <summary>Hands it a line. That it no longer listens is no error here: its output tells what happened.</summary>
    internal async Task WriteLineAsync(ReadOnlyMemory<byte> line, bool isLast, CancellationToken cancellationToken)
    {
        try
        {
            Stream input = _process.StandardInput.BaseStream;
            await input.WriteAsync(line, cancellationToken).ConfigureAwait(false);
            await input.WriteAsync("\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            await input.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return;
        }

        if (isLast)
        {
            CloseInput();
        }
    }

    internal void CloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It no longer listens.
        }
    }

    internal void Terminate()
    {
        if (!_process.HasExited)
        {
            ProcessTree.TryTerminate(_process);
        }
    }

    internal void Kill() => ProcessTree.KillAll(_process, _mark);

    /// <summary>Waits for its end and ends what it left behind.</summary>
    internal async Task WaitForExitAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        ProcessTree.KillOrphans(_mark);
        await _errorReading.ConfigureAwait(false);
    }

    public void Dispose() => _process.Dispose();

    private async Task DrainErrorsAsync()
    {
        try
        {
            await _errors.ReadAsync(_process.StandardError.BaseStream, CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // As good as its end.
        }
    }
}
