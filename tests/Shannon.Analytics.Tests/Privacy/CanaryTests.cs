using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Shannon.Analytics.AI;
using Shannon.Analytics.Alerting;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Privacy;
using Shannon.Analytics.Realtime;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Sessions;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Auditing;
using Shannon.Analytics.Testing;
using Shannon.Analytics.Tests.AI;
using Shannon.Analytics.Tests.ClaudeCode;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Privacy;

/// <summary>A marker of its own in every field, through every way in; afterwards none of them is anywhere.</summary>
public sealed class CanaryTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<string> _markers = [];

    // An importer keeps in its own state how far it read which file, with the file's session and folder: in the file, and nowhere else.
    private readonly HashSet<string> _remembered = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(AnonymizationMethod.Hash, false)]
    [InlineData(AnonymizationMethod.Redact, false)]
    [InlineData(AnonymizationMethod.Tokenize, false)]
    [InlineData(AnonymizationMethod.Tokenize, true)]
    public async Task Markers_ThroughEveryWayIn_AreNowhere(AnonymizationMethod method, bool encrypted)
    {
        var seen = new ConcurrentQueue<string>();
        await using (AnalyticsEngine engine = await AnalyticsEngine.OpenAsync(_folder.File("canary.db"), new AnalyticsEngineOptions { EncryptionEnabled = encrypted, RetentionDays = 36_500 }))
        {
            await engine.Privacy.ConfigureAnonymizationAsync(
                new AnonymizationOptions
                {
                    Fields = ["user_id", "project", "message", "secret_note", "account_number", "payload.person", "prompt_content", "answer", "error_type"],
                    Rules = [new AnonymizationRule("session_id", method == AnonymizationMethod.Redact ? AnonymizationMethod.Hash : method)],
                    Method = method,
                    Scan = ContentKinds.All,
                },
                Token);
            await engine.Alerts.CreateAsync(new AlertDefinition { Name = "any", Condition = "canary > 0", Threshold = 1, GroupBy = [Shannon.Analytics.Storage.Queries.GroupKey.User] }, Token);
            IMetricStream stream = engine.StreamMetricsAsync(cancellationToken: Token);

            await WriteAsync(engine);
            await ReadAsync(engine, seen);
            AssertNoneIn(Canary.FilesWith, "while open");
            await engine.DisposeAsync();
            await foreach (MetricStreamItem item in stream.WithCancellation(Token))
            {
                seen.Enqueue(item.Record?.ToString() ?? string.Empty);
            }
        }

        AssertNoneIn(Canary.FilesWith, "after closing");
        Assert.True(seen.Count > 20);
        string all = string.Concat(seen);
        Assert.All(_markers, marker => Assert.DoesNotContain(marker, all, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Markers_WithoutAnonymization_AreFound()
    {
        // The search above would pass for a search that finds nothing.
        await using AnalyticsEngine engine = await AnalyticsEngine.OpenAsync(_folder.File("canary.db"), new AnalyticsEngineOptions { RetentionDays = 36_500 });
        await WriteAsync(engine);
        string[] missed = [.. _markers.Where(marker => Canary.IsNowhere(_folder.FullPath, marker))];
        Assert.Empty(missed);
    }

    private void AssertNoneIn(Func<string, string, IReadOnlyList<string>> search, string when) =>
        Assert.All(_markers.Where(marker => !_remembered.Contains(marker)), marker => Assert.True(search(_folder.FullPath, marker).Count == 0, $"{marker} {when}"));

    private string Marker(string way)
    {
        string marker = string.Create(CultureInfo.InvariantCulture, $"canary-{way}-{_markers.Count}-kx");
        _markers.Add(marker);
        return marker;
    }

    private string Remembered()
    {
        string marker = Marker("import");
        _remembered.Add(marker);
        return marker;
    }

    private string Mail(string way)
    {
        string marker = Marker(way) + "@example.com";
        _markers.Add(marker);
        return marker;
    }

    private T Common<T>(T metric, string way)
        where T : MetricInput
    {
        metric.Attributes["secret_note"] = Marker(way);
        metric.Attributes["free"] = "please write to " + Mail(way) + " soon";
        metric.Attributes["payload"] = AttributeValue.FromJson(new JsonObject { ["person"] = Marker(way), ["list"] = new JsonArray(new JsonObject { ["text"] = Mail(way) }) }.ToJsonString());
        return (T)(metric with { SessionId = Marker(way), UserId = Marker(way), Project = "/home/" + Marker(way), Key = new RecordKey(Mail(way)) });
    }

    private async Task WriteAsync(AnalyticsEngine engine)
    {
        IMetricStore store = ((IStoreComponent)engine.Collector).Store;
        await engine.TrackEventAsync(Common(new AnalyticsEvent("asked"), "event"), Token);
        await engine.TrackMetricAsync(Common(new CustomMetric("canary", 1), "engine"), Token);
        await engine.Collector.CollectAsync(Common(new ErrorMetric(Marker("error")) { Message = Marker("error") }, "collector"), Token);
        await engine.Collector.CollectBatchAsync([Common(new TokenMetric(), "batch"), Common(new SessionMetric(), "batch")], Token);
        await engine.TrackMetricAsync(MetricJson.Parse(new JsonObject { ["event"] = "json", ["userId"] = Marker("json"), ["context"] = new JsonObject { ["prompt"] = Marker("json") } }.ToJsonString()), Token);
        Assert.True(engine.Collector.TryCollect(Common(new CustomMetric("canary", 2), "try")));
        await using (MetricRecorder recorder = ((MetricsCollector)engine.Collector).CreateRecorder(new MetricRecorderOptions { Name = "canary", UserId = Marker("recorder"), SessionId = Marker("recorder"), Attributes = new AttributeSet { ["secret_note"] = Marker("recorder") } }))
        {
            Assert.True(recorder.Record(3));
        }

        await store.AppendColumnsAsync(
            new ColumnBatch
            {
                Count = 2,
                Category = MetricCategory.Custom,
                Names = TextValues.Constant("canary"),
                Users = TextValues.Of([Marker("columns"), null]),
                Sessions = TextValues.OfCodes([Marker("columns")], [0, -1]),
                Projects = TextValues.Constant(Marker("columns")),
                Measurements = [new MeasurementColumn("value", new double[] { 1, 2 })],
                Attributes = [AttributeColumn.OfText("secret_note", TextValues.Of([Marker("columns"), Marker("columns")])), AttributeColumn.OfConstant("free", Mail("columns"))],
            },
            null,
            Token);
        await RunSessionAsync(engine);
        await ChatAsync(engine);
        await ImportAsync(store);
        await engine.FlushAsync(Token);
    }

    private async Task RunSessionAsync(AnalyticsEngine engine)
    {
        string type = Marker("session");
        await using var sessions = new InMemorySessionManager(new InMemorySessionManagerOptions { Answer = _ => new InMemoryAnswer("answer") { ErrorType = type } });
        await using var second = new AnalyticsEngine(engine.Collector, sessions);
        await second.InitializeAsync(Token);
        AgentSession session = await sessions.CreateSessionAsync(new AgentSessionOptions { UserId = Marker("session"), Project = Marker("session") }, Token);
        await sessions.ExecutePromptAsync(session.Id, "fail", Token);
    }

    private async Task ChatAsync(AnalyticsEngine engine)
    {
        using var model = new FakeChatClient(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Some.Time), new ChatClientMetadata("anthropic", new Uri("https://api.example.com"), FakeAnswer.Model));
        using IChatClient client = new ChatClientBuilder(model)
            .UseShannonAnalytics(engine, new ChatAnalyticsOptions { Recording = ChatRecordingMode.Awaited, CaptureContent = true, UserId = Marker("chat"), Project = Marker("chat") })
            .Build();
        await client.GetResponseAsync(Marker("chat"), cancellationToken: Token);
    }

    private async Task ImportAsync(IMetricStore store)
    {
        string folder = Path.Combine(Path.GetTempPath(), "shannon-canary-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        try
        {
            await File.WriteAllLinesAsync(Path.Combine(folder, "s.jsonl"), [SomeLines.Assistant(session: Remembered(), change: line => line["cwd"] = Remembered())], Token);
            TranscriptImportResult result = await new TranscriptImporter(store, new TranscriptImportOptions { UserId = Marker("import") }).ImportAsync([folder], null, Token);
            Assert.Equal(1, result.Requests);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ReadAsync(AnalyticsEngine engine, ConcurrentQueue<string> seen)
    {
        foreach (MetricRecord record in await engine.GetRawMetricsAsync(1_000, Token))
        {
            seen.Enqueue(record.ToString());
        }

        foreach (Alert alert in await engine.Alerts.ListAsync(Token))
        {
            AlertStatus status = await engine.Alerts.GetStatusAsync(alert.Id, Token);
            Assert.True(status.IsTriggered);
            seen.Enqueue(status.ToString()! + string.Concat(status.Groups.Select(group => group.ToString())));
        }

        SummaryReport report = await engine.Reporter.GenerateSummaryReportAsync(new SummaryReportRequest(), Token);
        seen.Enqueue(report.ToJson());
        await foreach (AuditRecord audited in new AuditLog((IStateStore)((IStoreComponent)engine.Collector).Store, TimeProvider.System, new Shannon.Analytics.Storage.Encryption.FileKeyProvider("unused")).ReadAsync(null, Token))
        {
            seen.Enqueue(audited.ToString() + string.Concat(audited.Entry.Details.Select(detail => detail.ToString())));
        }
    }
}
