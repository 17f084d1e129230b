using System.Globalization;
using System.Text;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Sessions;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.ClaudeCode.Driving;

/// <summary>A session manager over a scripted client (<c>standin.sh</c>), with an engine that records what it reports.</summary>
internal sealed class StandIn : IAsyncDisposable
{
    private const string TestVariable = "SHANNON_STANDIN_TEST";
    private readonly TempFolder _folder = new();
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly AnalyticsEngine _engine;

    private StandIn(Func<ClaudeCodeSessionManagerOptions, ClaudeCodeSessionManagerOptions>? options)
    {
        string client = _folder.File("claude");
        File.Copy(RepositoryRoot.Combine("tests", "Shannon.Analytics.Tests", "ClaudeCode", "Driving", "standin.sh"), client);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(client, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
        var common = new ClaudeCodeSessionManagerOptions
        {
            StopGracePeriod = TimeSpan.FromMilliseconds(200),
            Environment = new Dictionary<string, string?> { [TestVariable] = _mark, ["STANDIN_STATE"] = _folder.File("state") },
        };
        Manager = new ClaudeCodeSessionManager(new ClaudeBinaryManager(new ClaudeBinaryOptions { Path = client }), options?.Invoke(common) ?? common);
        Store = new SqliteStore(_folder.File("usage.db"));
        _engine = new AnalyticsEngine(new MetricsCollector(Store), Manager);
    }

    internal ClaudeCodeSessionManager Manager { get; }

    internal SqliteStore Store { get; }

    internal string Folder => _folder.FullPath;

    /// <summary>One line for each start of the client: session, whether it was resumed, attribution.</summary>
    internal string[] Starts => File.ReadAllLines(_folder.File("state"));

    internal static async Task<StandIn> OpenAsync(Func<ClaudeCodeSessionManagerOptions, ClaudeCodeSessionManagerOptions>? options = null)
    {
        Requires.Linux();
        var standIn = new StandIn(options);
        await standIn._engine.InitializeAsync();
        return standIn;
    }

    internal Task<AgentSession> NewSessionAsync() => Manager.CreateSessionAsync(new AgentSessionOptions { UserId = "ada", Project = Folder });

    internal async Task<PromptResult> RunAsync(string script) => await Manager.ExecutePromptAsync((await NewSessionAsync()).Id, "SCRIPT:" + script);

    internal async Task<IReadOnlyList<MetricRecord>> AllAsync(string name) =>
        (await Store.ReadPageAsync(new MetricQuery { Selector = Selector.Of(name) }, MetricLimits.MaxListCount)).Records;

    internal async Task<MetricRecord> SingleAsync(string name) => Assert.Single(await AllAsync(name));

    /// <summary>Processes of this test that still run: all of them inherit a mark.</summary>
    internal IReadOnlyList<int> Processes()
    {
        byte[] mark = Encoding.ASCII.GetBytes($"{TestVariable}={_mark}");
        return [.. Directory.GetDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _) && IsMarked(folder, mark))
            .Select(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture))];
    }

    /// <summary>A process that was killed takes a moment to vanish.</summary>
    internal Task AssertNoProcessAsync() => Until.True(() => Processes().Count == 0 && Manager.Statistics.RunningProcesses == 0, "no process of the client is left");

    public async ValueTask DisposeAsync()
    {
        await Manager.DisposeAsync();
        await AssertNoProcessAsync();
        Assert.Equal(0, _engine.Health.FailedSessionMetrics);
        await _engine.DisposeAsync();
        await Store.DisposeAsync();
        _folder.Dispose();
    }

    private static bool IsMarked(string folder, byte[] mark)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(mark) >= 0;
        }
        catch (IOException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
