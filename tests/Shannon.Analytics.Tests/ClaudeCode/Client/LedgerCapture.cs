using System.Text;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Sessions;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.ClaudeCode.Client;

/// <summary>What the three sources told of the same prompts: the records of the live stream, the payloads of OpenTelemetry, the transcripts. It can be fed to stores in any order.</summary>
internal sealed class LedgerCapture : ISessionListener
{
    private readonly List<IReadOnlyList<MetricInput>> _live = [];
    private IReadOnlyList<StubRequest> _payloads = [];
    private string _projects = string.Empty;

    /// <summary>The sources by their letters.</summary>
    internal const string All = "LOT";

    internal static IEnumerable<string> Orders => ["LOT", "LTO", "OLT", "OTL", "TLO", "TOL"];

    /// <summary>What the prompts cost, by what the client says of each.</summary>
    internal decimal Cost { get; private set; }

    internal IReadOnlyList<StubUsage> Usages { get; private set; } = [];

    /// <summary>Runs a scenario with the real client.</summary>
    internal static async Task<LedgerCapture> RunAsync(ClientTest test, string scenario)
    {
        var capture = new LedgerCapture { _projects = Path.Combine(test.Home, ".claude", "projects") };
        using IDisposable subscription = test.Manager.Subscribe(capture);
        AgentSession session = await test.NewSessionAsync();
        int processes = 1;
        switch (scenario)
        {
            case "compact":
                await capture.PromptAsync(test.Manager, session, "SCENARIO:plain please");
                await capture.PromptAsync(test.Manager, session, "/compact");
                processes = 2;
                break;
            case "resume":
                await capture.PromptAsync(test.Manager, session, "SCENARIO:plain please");
                await capture.PromptAsync(test.Manager, session, "SCENARIO:tool please");
                processes = 2;
                break;
            case "fork":
                await capture.PromptAsync(test.Manager, session, "SCENARIO:tool please");
                await using (ClaudeCodeSessionManager forks = test.NewManager("--resume", session.Id, "--fork-session"))
                {
                    using IDisposable other = forks.Subscribe(capture);
                    AgentSession fork = await forks.CreateSessionAsync(new AgentSessionOptions { UserId = "ada", Project = test.Folder });
                    await capture.PromptAsync(forks, fork, "SCENARIO:plain please");
                    await Until.True(() => forks.Statistics.RunningProcesses == 0, "the fork's client ends");
                }

                processes = 2;
                break;
            default:
                await capture.PromptAsync(test.Manager, session, $"SCENARIO:{scenario} FOLDER:{test.Folder} please");
                break;
        }

        // A client sends what is left when it ends, its counters last.
        await Until.True(
            () => test.Manager.Statistics.RunningProcesses == 0 && test.Api.Telemetry.Count(request => request.Path == "/v1/metrics") >= processes,
            "the client ends and sends its counters");
        capture._payloads = test.Api.Telemetry;
        capture.Usages = test.Api.Usages;
        return capture;
    }

    public ValueTask OnActivityAsync(SessionActivity activity, CancellationToken cancellationToken = default)
    {
        // What has no key is told once, by this source alone, such as samples of the process.
        lock (_live)
        {
            _live.Add([.. activity.Metrics.Where(metric => metric.Key is not null)]);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Feeds sources to a store, in the order of their letters.</summary>
    /// <returns>How many records were stored.</returns>
    internal async Task<long> FeedAsync(SqliteStore store, string order)
    {
        await store.InitializeAsync();
        long stored = 0;
        foreach (char source in order)
        {
            stored += source switch
            {
                'L' => await FeedLiveAsync(store),
                'O' => await FeedTelemetryAsync(store),
                _ => (await new TranscriptImporter(store, new TranscriptImportOptions { Parallelism = 1 }).ImportAsync([_projects])).Stored,
            };
        }

        return stored;
    }

    /// <summary>Feeds the live stream and telemetry piece by piece in turn, and the transcripts in between.</summary>
    internal async Task FeedMixedAsync(SqliteStore store, Random random)
    {
        await store.InitializeAsync();
        var telemetry = new ClaudeTelemetryImporter(store);
        var pieces = new List<Func<Task>>();
        pieces.AddRange(_live.Where(metrics => metrics.Count > 0).Select<IReadOnlyList<MetricInput>, Func<Task>>(metrics => async () => await store.AppendBatchAsync(metrics)));
        pieces.AddRange(_payloads.Select<StubRequest, Func<Task>>(payload => () => telemetry.ImportAsync(Encoding.UTF8.GetBytes(payload.Body))));
        pieces.Add(() => new TranscriptImporter(store, new TranscriptImportOptions { Parallelism = 1 }).ImportAsync([_projects]));
        foreach (Func<Task> piece in pieces.Concat(pieces).OrderBy(_ => random.Next()).ToArray())
        {
            await piece();
        }
    }

    private async Task PromptAsync(ClaudeCodeSessionManager manager, AgentSession session, string prompt) => Cost += (await manager.ExecutePromptAsync(session.Id, prompt)).Cost ?? 0;

    private async Task<long> FeedLiveAsync(SqliteStore store)
    {
        long stored = 0;
        foreach (IReadOnlyList<MetricInput> metrics in _live.Where(metrics => metrics.Count > 0))
        {
            stored += (await store.AppendBatchAsync(metrics)).Stored;
        }

        return stored;
    }

    private async Task<long> FeedTelemetryAsync(SqliteStore store)
    {
        var importer = new ClaudeTelemetryImporter(store);
        long stored = 0;
        foreach (StubRequest payload in _payloads)
        {
            ClaudeTelemetryResult result = await importer.ImportAsync(Encoding.UTF8.GetBytes(payload.Body));
            Assert.Equal((0, 0, 0), (result.Malformed, result.Foreign, result.Unknown.Count));
            stored += result.Stored;
        }

        return stored;
    }
}
