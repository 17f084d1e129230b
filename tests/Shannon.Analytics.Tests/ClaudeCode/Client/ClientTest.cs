using System.Net.NetworkInformation;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Sessions;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.ClaudeCode.Client;

/// <summary>
/// The real client against <see cref="StubApi"/>, with a home of its own. It runs only where there is no network beyond loopback: <c>tests/run.sh</c> installs it
/// and runs the whole test program in a network namespace.
/// </summary>
internal sealed class ClientTest : IAsyncDisposable
{
    private const string ClientVariable = "SHANNON_TEST_CLAUDE_CLIENT";
    private readonly TempFolder _folder = new();

    private ClientTest(string client, ClaudeProcessMode mode)
    {
        Folder = Directory.CreateDirectory(_folder.File("app")).FullName;
        Home = Directory.CreateDirectory(_folder.File("home")).FullName;
        Store = new SqliteStore(_folder.File("usage.db"));
        Binaries = new ClaudeBinaryManager(new ClaudeBinaryOptions { Path = client });
        Options = new ClaudeCodeSessionManagerOptions
        {
            Mode = mode,
            PromptTimeout = TimeSpan.FromMinutes(2),
            Arguments = ["--allowedTools", "Bash,Read,Write,Edit,Task,Agent"],
            Environment = new Dictionary<string, string?>
            {
                ["HOME"] = Home,
                ["CLAUDE_CONFIG_DIR"] = null,
                ["ANTHROPIC_API_KEY"] = "sk-ant-stub-not-a-real-key",
                ["ANTHROPIC_AUTH_TOKEN"] = null,
                ["ANTHROPIC_BASE_URL"] = Api.Address,
                ["DISABLE_TELEMETRY"] = "1",
                ["DISABLE_ERROR_REPORTING"] = "1",
                ["DISABLE_AUTOUPDATER"] = "1",
                ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
                ["CLAUDE_CODE_MAX_RETRIES"] = "3",
                ["IS_SANDBOX"] = "1",
            },
        };
        Manager = new ClaudeCodeSessionManager(Binaries, Options);
        Engine = new AnalyticsEngine(new MetricsCollector(Store), Manager);
    }

    internal StubApi Api { get; } = new();

    internal string Folder { get; }

    internal string Home { get; }

    internal ClaudeBinaryManager Binaries { get; }

    internal ClaudeCodeSessionManagerOptions Options { get; }

    internal SqliteStore Store { get; }

    internal ClaudeCodeSessionManager Manager { get; }

    internal AnalyticsEngine Engine { get; }

    internal static async Task<ClientTest> OpenAsync(ClaudeProcessMode mode = ClaudeProcessMode.PerPrompt)
    {
        string? client = Environment.GetEnvironmentVariable(ClientVariable);
        if (string.IsNullOrEmpty(client) || !File.Exists(client))
        {
            Requires.Missing("Needs the Claude Code client; tests/run.sh installs it from npm when it may.");
        }

        if (NetworkInterface.GetAllNetworkInterfaces().Any(card => card.NetworkInterfaceType != NetworkInterfaceType.Loopback && card.OperationalStatus == OperationalStatus.Up))
        {
            Requires.Missing("Needs a network namespace with nothing but loopback; tests/run.sh makes one when it may.");
        }

        var test = new ClientTest(client, mode);
        await test.Engine.InitializeAsync();
        return test;
    }

    internal Task<AgentSession> NewSessionAsync() => Manager.CreateSessionAsync(new AgentSessionOptions { UserId = "ada", Project = Folder });

    internal async Task<PromptResult> RunAsync(string scenario) =>
        await Manager.ExecutePromptAsync((await NewSessionAsync()).Id, $"SCENARIO:{scenario} FOLDER:{Folder} please");

    internal Task<TranscriptImportResult> ImportAsync() => new TranscriptImporter(Store, new TranscriptImportOptions { UserId = "ada" }).ImportAsync([Path.Combine(Home, ".claude", "projects")]);

    internal async Task<IReadOnlyList<MetricRecord>> AllAsync(string name) =>
        (await Store.ReadPageAsync(new MetricQuery { Selector = Selector.Of(name) }, MetricLimits.MaxListCount)).Records;

    public async ValueTask DisposeAsync()
    {
        await Manager.DisposeAsync();
        Assert.Equal((0, 0), (Manager.Statistics.RunningProcesses, Engine.Health.FailedSessionMetrics));
        await Engine.DisposeAsync();
        await Store.DisposeAsync();
        await Api.DisposeAsync();
        _folder.Dispose();
    }
}
