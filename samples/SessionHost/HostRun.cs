using SessionHost.Agents;
using Shannon.Analytics;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Realtime;
using Shannon.Analytics.Sessions;
using Shannon.Analytics.Storage.Sqlite;

namespace SessionHost;

/// <summary>One session, from its first prompt to its sums.</summary>
internal static class HostRun
{
    private static readonly string[] Demo = ["What is an agent?", "What does the file README.md say?", "Please fail."];

    /// <summary>Runs prompts through the Claude Code client; without prompts, or without a client, a scripted demo.</summary>
    /// <param name="prompts">What to ask.</param>
    /// <param name="folder">Where the agent works.</param>
    /// <param name="database">Where metrics are kept.</param>
    /// <param name="binaries">Finds the client.</param>
    /// <param name="output">Where it is printed.</param>
    /// <param name="cancellationToken">Ends the prompt under way and prints the sums.</param>
    /// <returns>0 if all prompts succeeded or it was a demo, 1 if one failed, 130 if it was cancelled.</returns>
    internal static async Task<int> RunAsync(IReadOnlyList<string> prompts, string folder, string database, ClaudeBinaryManager binaries, TextWriter output, CancellationToken cancellationToken)
    {
        if (prompts.Count == 0)
        {
            await output.WriteLineAsync("A scripted demo, which costs nothing. Give prompts to run them through Claude Code, which may cost money: SessionHost \"Explain the build.\"");
            await RunAsync(new ScriptedAgent(TimeSpan.FromMilliseconds(40)), Demo, folder, database, output, cancellationToken);
            return 0;
        }

        try
        {
            ClaudeBinary binary = await binaries.FindAsync(cancellationToken);
            await output.WriteLineAsync($"Claude Code {binary.Version} in {binary.Path}");
            return await RunAsync(new ClaudeAgent(binaries), prompts, folder, database, output, cancellationToken);
        }
        catch (ClaudeBinaryNotFoundException missing)
        {
            await output.WriteLineAsync(missing.Message);
            await output.WriteLineAsync("Without prompts this program shows a scripted demo, which needs no client.");
            return 1;
        }
    }

    internal static async Task<int> RunAsync(IAgent agent, IReadOnlyList<string> prompts, string folder, string database, TextWriter output, CancellationToken cancellationToken)
    {
        await using var store = new SqliteStore(database);
        await using var sessions = new SessionManager(agent);
        await using var analytics = new AnalyticsEngine(new MetricsCollector(store), sessions);
        await analytics.InitializeAsync(CancellationToken.None);

        AgentSession session = await sessions.CreateSessionAsync(new AgentSessionOptions { UserId = Environment.UserName, Project = folder }, CancellationToken.None);
        IMetricStream stream = analytics.StreamMetricsAsync(new() { SessionId = session.Id }, CancellationToken.None);
        using var printer = new MetricPrinter(analytics, output);
        Task printing = printer.RunAsync(stream);
        int exitCode = 0;
        try
        {
            foreach (string prompt in prompts)
            {
                await output.WriteLineAsync($"> {prompt}");
                PromptResult result = await sessions.ExecutePromptAsync(session.Id, prompt, cancellationToken);
                await printer.PromptAsync();
                await output.WriteLineAsync(result.Succeeded ? result.Text : $"Failed: {result.ErrorType}");
                exitCode = result.Succeeded ? exitCode : 1;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            exitCode = 130;
        }

        await sessions.EndSessionAsync(session.Id, CancellationToken.None);
        await stream.DisposeAsync();
        await printing;
        await printer.PrintSummaryAsync();
        await output.WriteLineAsync($"Kept in {database}.");
        return exitCode;
    }
}
