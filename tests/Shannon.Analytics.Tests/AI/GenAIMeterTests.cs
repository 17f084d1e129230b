using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using Shannon.Analytics.AI;

namespace Shannon.Analytics.Tests.AI;

/// <summary>The OpenTelemetry GenAI metrics, as a listener gets them.</summary>
public sealed class GenAIMeterTests : IAsyncLifetime
{
    private readonly string _model = "model-" + Guid.NewGuid().ToString("N");
    private readonly List<(string Name, double Value, Dictionary<string, object?> Tags)> _seen = [];
    private readonly Dictionary<string, Instrument> _instruments = [];
    private readonly MeterListener _listener = new();
    private ChatFixture _fixture = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _fixture = await ChatFixture.CreateAsync(new ChatClientMetadata("openai", new Uri("https://api.example.com:8443/v1"), "default"));
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == AnalyticsChatTelemetry.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _fixture.DisposeAsync();
    }

    [Fact]
    public async Task Stream_Emits_UsageDurationAndChunks()
    {
        _fixture.Model.Enqueue(FakeAnswer.Text("chatcmpl-0123456789abcdef0123", new UsageDetails { InputTokenCount = 100, CachedInputTokenCount = 80, OutputTokenCount = 30 }));

        await _fixture.Client().GetStreamingResponseAsync("hello", new ChatOptions { ModelId = _model }, Cancelled).ToChatResponseAsync(Cancelled);

        Assert.Equal(
            [
                ("gen_ai.client.operation.time_per_output_chunk", 1.5),
                ("gen_ai.client.token.usage", 100), ("gen_ai.client.token.usage", 30),
                ("gen_ai.client.operation.time_to_first_chunk", 0.5),
                ("gen_ai.client.operation.duration", 2),
            ],
            _seen.Select(seen => (seen.Name, seen.Value)));
        Assert.Equal(["input", "output"], _seen.Where(seen => seen.Name == "gen_ai.client.token.usage").Select(seen => seen.Tags["gen_ai.token.type"]));
        Assert.All(_seen, seen => Assert.Equal(("chat", "openai", FakeAnswer.Model, "api.example.com", 8443), (seen.Tags["gen_ai.operation.name"], seen.Tags["gen_ai.provider.name"], seen.Tags["gen_ai.response.model"], seen.Tags["server.address"], seen.Tags["server.port"])));
        Assert.DoesNotContain(_seen, seen => seen.Tags.ContainsKey("error.type"));
    }

    [Fact]
    public async Task Instruments_HaveTheUnitsAndBoundariesOfTheConventions()
    {
        await _fixture.Client().GetStreamingResponseAsync("hello", new ChatOptions { ModelId = _model }, Cancelled).ToChatResponseAsync(Cancelled);

        double[] seconds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
        foreach (string name in new[] { "gen_ai.client.operation.duration", "gen_ai.client.operation.time_to_first_chunk", "gen_ai.client.operation.time_per_output_chunk" })
        {
            var histogram = Assert.IsType<Histogram<double>>(_instruments[name]);
            Assert.Equal("s", histogram.Unit);
            Assert.Equal(seconds, histogram.Advice!.HistogramBucketBoundaries!);
        }

        var usage = Assert.IsType<Histogram<long>>(_instruments["gen_ai.client.token.usage"]);
        Assert.Equal("{token}", usage.Unit);
        Assert.Equal([1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864], usage.Advice!.HistogramBucketBoundaries!);
    }

    [Fact]
    public async Task Call_ThatFails_NamesTheErrorAndOneThatIsCancelledDoesNot()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        _fixture.Model.Enqueue(FakeAnswer.Text("x") with { Error = new HttpRequestException("gone") });
        _fixture.Model.Enqueue(FakeAnswer.Text("x") with { BeforeEnd = cancellation.CancelAsync });
        IChatClient client = _fixture.Client();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetResponseAsync("hello", new ChatOptions { ModelId = _model }, Cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetResponseAsync("hello", new ChatOptions { ModelId = _model }, cancellation.Token));

        Assert.Equal(["HttpRequestException", null], _seen.Where(seen => seen.Name == "gen_ai.client.operation.duration").Select(seen => seen.Tags.GetValueOrDefault("error.type")));
        Assert.DoesNotContain(_seen, seen => seen.Name == "gen_ai.client.token.usage");
    }

    [Fact]
    public async Task EmitMetrics_TurnedOff_EmitsNone()
    {
        await _fixture.Client(new ChatAnalyticsOptions { EmitMetrics = false }).GetResponseAsync("hello", new ChatOptions { ModelId = _model }, Cancelled);

        Assert.Empty(_seen);
    }

    // Other tests emit through the same meter; only this one's calls ask for its model.
    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var own = new Dictionary<string, object?>(tags.ToArray());
        if (own.GetValueOrDefault("gen_ai.request.model") as string == _model)
        {
            _seen.Add((instrument.Name, value, own));
            _instruments[instrument.Name] = instrument;
        }
    }
}
