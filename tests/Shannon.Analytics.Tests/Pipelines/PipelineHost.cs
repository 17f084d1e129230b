using Microsoft.Extensions.Time.Testing;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pipelines;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Pipelines;

/// <summary>An engine over a store in a file, which can be closed and opened again.</summary>
internal sealed class PipelineHost : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly AnalyticsEngineOptions _options;

    private PipelineHost(AnalyticsEngineOptions options) => _options = options with { TimeProvider = Time };

    internal FakeTimeProvider Time { get; } = new(Some.Time);

    internal SqliteStore Store { get; private set; } = null!;

    internal AnalyticsEngine Engine { get; private set; } = null!;

    internal IPipelines Pipelines => Engine.Pipelines;

    internal string File => _folder.File("analytics.db");

    internal static async Task<PipelineHost> OpenAsync(params IPipelineStage[] stages)
    {
        var host = new PipelineHost(new AnalyticsEngineOptions { PipelineStages = stages });
        await host.StartAsync();
        return host;
    }

    internal static async Task<PipelineHost> OpenAsync(AnalyticsEngineOptions options)
    {
        var host = new PipelineHost(options);
        await host.StartAsync();
        return host;
    }

    internal async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    internal Task<Pipeline> CreateAsync(params StageDefinition[] stages) => Pipelines.CreateAsync(new PipelineDefinition { Name = "Main", Stages = stages });

    internal async Task<PipelineResult> RunAsync(IEnumerable<PipelineRecord> records, params StageDefinition[] stages) =>
        await Pipelines.ProcessThroughPipelineAsync((await CreateAsync(stages)).Id, records);

    internal Task<IReadOnlyList<MetricRecord>> StoredAsync() => Stores.ReadAllAsync(Store);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    private async Task StartAsync()
    {
        Store = new SqliteStore(File, new SqliteStoreOptions { TimeProvider = Time });
        Engine = new AnalyticsEngine(new MetricsCollector(Store), null, options: _options);
        await Engine.InitializeAsync();
    }

    private async Task StopAsync()
    {
        await Engine.DisposeAsync();
        await Store.DisposeAsync();
    }
}
