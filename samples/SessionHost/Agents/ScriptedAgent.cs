using System.Globalization;
using System.Runtime.CompilerServices;
using Shannon.Analytics.Sessions;

namespace SessionHost.Agents;

/// <summary>An agent that needs no client, no key and no network: it answers a few words, reads a file when the prompt asks for one, and fails when the prompt says so.</summary>
/// <param name="pace">The time from one step to the next.</param>
internal sealed class ScriptedAgent(TimeSpan pace) : IAgent
{
    private const string Model = "claude-opus-5-5";
    private int _steps;

    public async IAsyncEnumerable<AgentStep> RunAsync(AgentSession session, string prompt, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (AgentStep step in Script(prompt))
        {
            await Task.Delay(pace, TimeProvider.System, cancellationToken);
            yield return step;
        }
    }

    private IEnumerable<AgentStep> Script(string prompt)
    {
        if (prompt.Contains("fail", StringComparison.OrdinalIgnoreCase))
        {
            return [new AgentStep.Said("I cannot"), new AgentStep.Ended(string.Empty, "overloaded_error")];
        }

        if (!prompt.Contains("file", StringComparison.OrdinalIgnoreCase))
        {
            const string Answer = "An agent is a model that uses tools until its work is done.";
            return [.. Words(Answer), Used(input: 12, output: 18, cacheRead: 2_048, cacheWrite: 96), new AgentStep.Ended(Answer, null)];
        }

        const string Found = "It says: build with 'dotnet build', test with 'bash tests/run.sh'.";
        string tool = NextId("toolu_");
        return
        [
            new AgentStep.ToolStarted(tool, "Read"), Used(input: 14, output: 37, cacheRead: 0, cacheWrite: 2_048),
            new AgentStep.ToolEnded(tool, Succeeded: true), .. Words(Found),
            Used(input: 9, output: 52, cacheRead: 2_048, cacheWrite: 310), new AgentStep.Ended(Found, null),
        ];
    }

    private static IEnumerable<AgentStep.Said> Words(string text) => text.Split(' ').Select(static word => new AgentStep.Said(word + " "));

    private AgentStep.Used Used(long input, long output, long cacheRead, long cacheWrite) => new(NextId("msg_"), Model, input, output, cacheRead, cacheWrite);

    private string NextId(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{Guid.NewGuid():N}{++_steps}");
}
