using Shannon.Analytics.Benchmarks.Macro.Experiments;

namespace Shannon.Analytics.Benchmarks.Macro;

/// <summary>All experiments, in the order they run.</summary>
internal static class ExperimentCatalog
{
    /// <summary>Fresh, unprepared experiments.</summary>
    public static IReadOnlyList<Experiment> All() =>
    [
        IngestExperiment.Narrow(),
        IngestExperiment.Real(),
        new DurableExperiment(),
        new RecordExperiment(),
        new ImportExperiment(),
    ];
}
