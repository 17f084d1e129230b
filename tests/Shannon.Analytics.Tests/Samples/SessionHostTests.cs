using System.Runtime.CompilerServices;
using SessionHost;
using SessionHost.Agents;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Sessions;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Samples;

/// <summary>The session sample, run whole: its scripted demo, its way without a client, and its own session manager at the edges.</summary>
public sealed class SessionHostTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_Demo_PrintsMetricsWhileAPromptRunsAndTheirSums()
    {
        using var output = new StringWriter { NewLine = "\n" };
        Assert.Equal(0, await HostRun.RunAsync([], _folder.FullPath, Database, Nowhere(), output, TestContext.Current.CancellationToken));
        string text = output.ToString();
        Assert.Contains("A scripted demo", text, StringComparison.Ordinal);
        AssertInOrder(text, "> What is an agent?", "  · token_usage: 2,174 tokens, $0.00", "  · response_time: ", "An agent is a model", "> What does the file", "  · tool_use: Read, ", "  · response_time: ", "It says: build", "> Please fail.", "  · error: overloaded_error", "Failed: overloaded_error", "claude-opus-5-5: 3 responses, 6,692 tokens, $0.0");
        Assert.Equal(3, text.Split("  · response_time: ").Length - 1);
        await using SqliteStore store = await Stores.OpenAsync(Database);
        IReadOnlyList<MetricRecord> records = await Stores.ReadAllAsync(store);
        Assert.Equal(
            ["error 1", "response_time 3", "session_end 1", "session_start 1", "token_usage 3", "tool_use 1"],
            records.GroupBy(record => record.Name).Select(group => $"{group.Key} {group.Count()}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_NoClient_SaysWhereItWasSoughtAndWhatToDo()
    {
        using var output = new StringWriter { NewLine = "\n" };
        Assert.Equal(1, await HostRun.RunAsync(["hello"], _folder.FullPath, Database, Nowhere(), output, TestContext.Current.CancellationToken));
        Assert.Contains(_folder.File("no-client"), output.ToString(), StringComparison.Ordinal);
        Assert.Contains("npm install -g @anthropic-ai/claude-code", output.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Database));
    }

    [Fact]
    public async Task Run_Cancelled_EndsInGoodOrder()
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var cancel = new CancellationTokenSource();
        Assert.Equal(130, await HostRun.RunAsync(new Endless(cancel), ["hello"], _folder.FullPath, Database, output, cancel.Token));
        AssertInOrder(output.ToString(), "> hello", "  · error: cancelled", "Kept in ");
    }

    [Fact]
    public async Task Throttled_PromptDoesNotStart()
    {
        await using var sessions = new SessionManager(new ScriptedAgent(TimeSpan.Zero)) { Throttle = new Closed() };
        AgentSession session = await sessions.CreateSessionAsync(cancellationToken: TestContext.Current.CancellationToken);
        PromptResult result = await sessions.ExecutePromptAsync(session.Id, "hello", TestContext.Current.CancellationToken);
        Assert.Equal((IThrottledSessionManager.ThrottledError, TimeSpan.FromSeconds(7)), (result.ErrorType, result.RetryAfter));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("""{"type":"from_the_future"}""")]
    [InlineData("""{"type":"stream_event","event":{"type":"message_start"}}""")]
    [InlineData("""{"type":"user","message":{"content":"text"}}""")]
    [InlineData("""{"type":"result","subtype":"success"}""")]
    public void ClaudeLineReader_AnythingElse_IsPassedOver(string line) => Assert.Empty(new ClaudeLineReader().Read(line));

    private string Database => _folder.File("sessions.db");

    private ClaudeBinaryManager Nowhere() => new(new ClaudeBinaryOptions { Path = _folder.File("no-client") });

    private static void AssertInOrder(string text, params string[] parts)
    {
        int at = 0;
        foreach (string part in parts)
        {
            int found = text.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"'{part}' is missing after {at} in:\n{text}");
            at = found + part.Length;
        }
    }

    /// <summary>An agent that is given up in the middle of its answer.</summary>
    private sealed class Endless(CancellationTokenSource cancel) : IAgent
    {
        public async IAsyncEnumerable<AgentStep> RunAsync(AgentSession session, string prompt, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return new AgentStep.Said("Well, ");
            await cancel.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private sealed class Closed : IThrottle
    {
        public ValueTask<ThrottleDecision> AskAsync(AgentSession session, CancellationToken cancellationToken = default) => new(new ThrottleDecision { RetryAfter = TimeSpan.FromSeconds(7) });
    }
}
