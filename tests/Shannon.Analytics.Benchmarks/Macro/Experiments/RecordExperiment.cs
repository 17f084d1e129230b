using Shannon.Analytics.Benchmarks.Macro.Ours;
using Shannon.Analytics.Benchmarks.Macro.Rivals;

namespace Shannon.Analytics.Benchmarks.Macro.Experiments;

/// <summary>
/// One thread records numbers fire-and-forget. Inside the clock: the calls only; setting up the instrument and reading
/// back are outside for all. Every contender makes <see cref="Calls"/> calls with the values 0, 1, …, 1023, 0, … and
/// answers how many it counted and their sum.
/// </summary>
internal sealed class RecordExperiment : Experiment
{
    /// <summary>Calls per round.</summary>
    public const int Calls = 2_000_000;

    /// <inheritdoc />
    public override string Name => "record";

    /// <inheritdoc />
    public override string Description => "one thread records 2,000,000 values, four attributes";

    /// <inheritdoc />
    public override Measure Measure => Measure.NanosecondsPerCall;

    /// <inheritdoc />
    public override bool DependsOnRows => false;

    /// <inheritdoc />
    public override IReadOnlyList<ContenderEntry> Contenders { get; } =
    [
        new(
            "record",
            ContenderRole.Ours,
            "MetricRecorder.Record(value), four attributes bound beforehand",
            folder => new RecorderCalls(folder, Calls)),
        new(
            "try-collect",
            ContenderRole.Ours,
            "TryCollect(typed record with four attributes); caller owns the records",
            folder => new TryCollectCalls(folder, Calls)),
        new(
            "otel-histogram",
            ContenderRole.Rival,
            "Histogram<double>.Record(value, span of the same four tags)",
            _ => new OtelHistogram(Calls, tagSets: 1)),
        new(
            "otel-histogram-many",
            ContenderRole.Information,
            "Histogram<double>.Record(value, span of four tags), 500 tag sets in turn",
            _ => new OtelHistogram(Calls, tagSets: 500)),
    ];

    /// <inheritdoc />
    public override IReadOnlyList<Figure> Figures { get; } =
    [
        Bar("record", 0.5),
        new()
        {
            Name = "record-allocated",
            Ours = "record",
            Measure = Measure.AllocatedPerCall,
            Comparison = Comparison.AtMost,
            Bar = 0,
        },
        Bar("try-collect", 2),
    ];

    /// <inheritdoc />
    public override double[] ExpectedAnswer { get; } =
        [Calls, Enumerable.Range(0, Calls).Sum(i => (double)(i & 1023))];

    private static Figure Bar(string ours, double bar) => new()
    {
        Name = ours + "-vs-otel-histogram",
        Ours = ours,
        Rival = "otel-histogram",
        Measure = Measure.NanosecondsPerCall,
        Comparison = Comparison.AtMost,
        Bar = bar,
    };
}
