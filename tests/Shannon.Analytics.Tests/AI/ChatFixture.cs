using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using Shannon.Analytics.AI;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.AI;

/// <summary>An engine over a real file, a scripted model, and the client between them.</summary>
internal sealed class ChatFixture : IAsyncDisposable
{
    private readonly TempFolder _folder;

    private ChatFixture(TempFolder folder, FakeTimeProvider time, AnalyticsEngine engine, FakeChatClient model) =>
        (_folder, Time, Engine, Model) = (folder, time, engine, model);

    public FakeTimeProvider Time { get; }

    public AnalyticsEngine Engine { get; }

    public FakeChatClient Model { get; }

    public static async Task<ChatFixture> CreateAsync(ChatClientMetadata? metadata = null)
    {
        var folder = new TempFolder();
        var time = new FakeTimeProvider(Some.Time);
        AnalyticsEngine engine = await AnalyticsEngine.OpenAsync(folder.File("chat.db"), new AnalyticsEngineOptions { TimeProvider = time });
        return new ChatFixture(folder, time, engine, new FakeChatClient(time, metadata ?? new ChatClientMetadata("anthropic", new Uri("https://api.example.com"), FakeAnswer.Model)));
    }

    /// <summary>A client whose records are there when it answers, unless the options say otherwise.</summary>
    public IChatClient Client(ChatAnalyticsOptions? options = null) =>
        new ChatClientBuilder(Model).UseShannonAnalytics(Engine, options ?? new ChatAnalyticsOptions { Recording = ChatRecordingMode.Awaited }).Build();

    public Task<IReadOnlyList<MetricRecord>> RecordsAsync() => Engine.Collector.GetMetricsAsync();

    public async Task<IReadOnlyList<MetricRecord>> RecordsAsync(string name) => [.. (await RecordsAsync()).Where(record => record.Name == name)];

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        _folder.Dispose();
    }
}
