using Shannon.Analytics.Benchmarks.Macro.Streams;

namespace Shannon.Analytics.Benchmarks.Macro.Experiments;

/// <summary>One metric is kept up to date record by record. Ours takes committed blocks of 1,000 records and keeps a sliding window with percentiles; the rival's listener keeps four totals.</summary>
internal sealed class StatisticsExperiment : Experiment
{
    private const int Calls = 2_000_000;

    /// <inheritdoc />
    public override string Name => "statistics";

    /// <inheritdoc />
    public override string Description => "2,000,000 records into the statistics of one metric";

    /// <inheritdoc />
    public override Measure Measure => Measure.NanosecondsPerCall;

    /// <inheritdoc />
    public override bool DependsOnRows => false;

    /// <inheritdoc />
    public override IReadOnlyList<ContenderEntry> Contenders { get; } =
    [
        new("statistics", ContenderRole.Ours, "what a commit's observer does, 1,000 records a commit: window of a minute, percentiles, trend", _ => new StatisticsUpdates(Calls)),
        new("meter-listener", ContenderRole.Rival, "Histogram<double>.Record with one tag, and a MeterListener that keeps count, sum, least, greatest", _ => new MeterListenerUpdates(Calls)),
    ];

    /// <inheritdoc />
    public override IReadOnlyList<Figure> Figures { get; } =
    [
        new() { Name = "statistics-vs-meter-listener", Ours = "statistics", Rival = "meter-listener", Measure = Measure.NanosecondsPerCall, Comparison = Comparison.AtMost, Bar = 2 },
        new() { Name = "statistics-allocated", Ours = "statistics", Measure = Measure.AllocatedPerCall, Comparison = Comparison.AtMost, Bar = 1 },
    ];

    /// <inheritdoc />
    public override double[] ExpectedAnswer { get; } = [Calls];
}
