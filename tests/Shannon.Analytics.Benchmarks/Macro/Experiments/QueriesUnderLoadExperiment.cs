using Shannon.Analytics.Benchmarks.Macro.Telemetry;

namespace Shannon.Analytics.Benchmarks.Macro.Experiments;

/// <summary>The same queries in quiet and while 100,000 records a second arrive, are made durable and are sealed.</summary>
internal sealed class QueriesUnderLoadExperiment : TelemetryExperiment
{
    private const int RecordsPerSecond = 100_000;

    /// <param name="worlds">The shared databases.</param>
    public QueriesUnderLoadExperiment(TelemetryWorlds worlds)
        : base(worlds)
    {
        Contenders =
        [
            new("busy", ContenderRole.Ours, "three aggregates over 30 days, 20 times, while 100,000 records a second arrive", folder => new QueriesUnderLoad(folder, World, RecordsPerSecond)),
            new("quiet", ContenderRole.Ours, "the same while none arrive", folder => new QueriesUnderLoad(folder, World, 0)),
        ];
        Figures = [AtMost("query-under-load-vs-quiet", "busy", "quiet", Measure, 1.5)];
    }

    /// <inheritdoc />
    public override string Name => "query-under-load";

    /// <inheritdoc />
    public override string Description => "queries while 100,000 records a second arrive, and in quiet";

    /// <inheritdoc />
    public override Measure Measure => Measure.MillisecondsPerQuery;

    /// <inheritdoc />
    public override IReadOnlyList<ContenderEntry> Contenders { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Figure> Figures { get; }
}
