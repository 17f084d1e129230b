using Shannon.Analytics.Benchmarks.Macro.Experiments;
using Shannon.Analytics.Benchmarks.Macro.Queries;
using Shannon.Analytics.Benchmarks.Macro.Telemetry;

namespace Shannon.Analytics.Benchmarks.Macro;

/// <summary>All experiments, in the order they run.</summary>
internal static class ExperimentCatalog
{
    /// <summary>Fresh, unprepared experiments.</summary>
    /// <param name="worlds">The databases that the query experiments share.</param>
    public static IReadOnlyList<Experiment> All(TelemetryWorlds worlds) =>
    [
        IngestExperiment.Narrow(),
        IngestExperiment.Real(),
        new DurableExperiment(),
        new RecordExperiment(),
        StreamExperiment.PublishAlone(),
        StreamExperiment.FanOutToAll(),
        new StatisticsExperiment(),
        new ImportExperiment(),
        .. TelemetryQueries.All().Select(query => new QueryExperiment(worlds, query)),
        new FileSizeExperiment(worlds),
        new SmallHostSizeExperiment(),
        new MemoryExperiment(worlds),
        new EncryptedScanExperiment(worlds),
        new QueriesUnderLoadExperiment(worlds),
        new GrowthExperiment(worlds, new HourlyQuery()),
        new GrowthExperiment(worlds, new SessionQuery()),
        new GrowthExperiment(worlds, new HourlyAllQuery()),
        new DropExperiment(worlds),
        new SealedIngestExperiment(worlds),
        new ReportSummaryExperiment(),
        PipelineExperiment.StagesAlone(),
        PipelineExperiment.Stored(),
    ];
}
