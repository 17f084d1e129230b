using Shannon.Analytics.Benchmarks.Macro.Queries;
using Shannon.Analytics.Benchmarks.Macro.Telemetry;

namespace Shannon.Analytics.Benchmarks.Macro.Experiments;

/// <summary>The cost of a row in a query over all of them: at the size asked for and at a tenth of it.</summary>
internal sealed class GrowthExperiment : TelemetryExperiment
{
    // What a linear cost may deviate by noise and by caches that no longer hold everything.
    private const double Bar = 1.2;

    private readonly TelemetryQuery _query;
    private TelemetryWorld? _tenth;

    /// <param name="worlds">The shared databases.</param>
    /// <param name="query">The query.</param>
    public GrowthExperiment(TelemetryWorlds worlds, TelemetryQuery query)
        : base(worlds)
    {
        _query = query;
        Contenders =
        [
            new("whole", ContenderRole.Ours, "the query at the size asked for", _ => new StoreQueryRun(World, StoreKind.Plain, _query) { PerRow = true }),
            new("tenth", ContenderRole.Ours, "the query at a tenth of it", _ => new StoreQueryRun(Tenth, StoreKind.Plain, _query) { PerRow = true }),
        ];
        Figures = [AtMost($"growth-{query.Name}", "whole", "tenth", Measure, Bar)];
    }

    /// <inheritdoc />
    public override string Name => "growth-" + _query.Name;

    /// <inheritdoc />
    public override string Description => "the cost per row at this size and at a tenth: " + _query.Description;

    /// <inheritdoc />
    public override Measure Measure => Measure.NanosecondsPerRow;

    /// <inheritdoc />
    public override IReadOnlyList<ContenderEntry> Contenders { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Figure> Figures { get; }

    private TelemetryWorld Tenth => _tenth ?? throw new InvalidOperationException("The experiment is not prepared.");

    /// <inheritdoc />
    public override void Prepare(int rows)
    {
        base.Prepare(rows);
        _tenth = Worlds.Of(Math.Max(1, rows / 10));
    }
}
