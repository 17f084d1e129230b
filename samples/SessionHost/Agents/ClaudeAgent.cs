using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Sessions;

namespace SessionHost.Agents;

/// <summary>
/// Runs each prompt in a process of the Claude Code client; the next one resumes the session. What the client tells line by line becomes steps.
/// </summary>
/// <param name="binaries">Finds the client.</param>
/// <param name="environment">Variables for the client beside those of this process; a null takes one away.</param>
/// <param name="arguments">Further arguments of the client.</param>
internal sealed class ClaudeAgent(ClaudeBinaryManager binaries, IReadOnlyDictionary<string, string?>? environment = null, IReadOnlyList<string>? arguments = null) : IAgent
{
    private readonly ConcurrentDictionary<string, bool> _answered = new(StringComparer.Ordinal);

    public async IAsyncEnumerable<AgentStep> RunAsync(AgentSession session, string prompt, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ClaudeBinary binary = await binaries.FindAsync(cancellationToken);
        using Process process = Start(binary, session);
        try
        {
            yield return new AgentStep.Started(process.Id);
            process.BeginErrorReadLine();
            await process.StandardInput.WriteAsync(prompt.AsMemory(), cancellationToken);
            process.StandardInput.Close();
            var reader = new ClaudeLineReader();
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                foreach (AgentStep step in reader.Read(line))
                {
                    _answered[session.Id] = _answered.ContainsKey(session.Id) || step is AgentStep.Used;
                    yield return step;
                }
            }

            if (!reader.HasEnded)
            {
                yield return new AgentStep.Ended(string.Empty, "process_exited");
            }
        }
        finally
        {
            // The prompt was given up: nothing it started lives on.
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private Process Start(ClaudeBinary binary, AgentSession session)
    {
        bool isResumed = _answered.GetValueOrDefault(session.Id);
        var start = new ProcessStartInfo(
            binary.Program,
            [
                .. binary.LeadingArguments, "-p", "--output-format", "stream-json", "--verbose", "--include-partial-messages",
                isResumed ? "--resume" : "--session-id", session.Id, .. session.Model is null ? [] : new[] { "--model", session.Model }, .. arguments ?? [],
            ])
        {
            WorkingDirectory = session.Project,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The client could not be started.");
    }
}
