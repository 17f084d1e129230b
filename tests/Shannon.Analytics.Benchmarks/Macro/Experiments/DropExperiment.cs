using Shannon.Analytics.Benchmarks.Macro.Queries;
using Shannon.Analytics.Benchmarks.Macro.Rivals;
using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Benchmarks.Macro.Telemetry;

namespace Shannon.Analytics.Benchmarks.Macro.Experiments;

/// <summary>Retention: the first 3 of 30 days go. Outside the clock: the copy that loses them. Inside: until the loss is durable.</summary>
internal sealed class DropExperiment : TelemetryExperiment
{
    private const long Before = MetricColumns.StartMicros + 3 * 24 * Plain.Hour;

    private double[]? _answer;

    /// <param name="worlds">The shared databases.</param>
    public DropExperiment(TelemetryWorlds worlds)
        : base(worlds)
    {
        Contenders =
        [
            new("shannon", ContenderRole.Ours, "DropBeforeAsync", folder => new StoreDrop(folder, World, Before)),
            new("duckdb", ContenderRole.Rival, "DELETE and CHECKPOINT, table in order of arrival", folder => new DuckDbDrop(folder, World, Before)),
        ];
        Figures = [AtMost("drop-vs-duckdb", "shannon", "duckdb", Measure, 0.25)];
    }

    /// <inheritdoc />
    public override string Name => "drop";

    /// <inheritdoc />
    public override string Description => "the first 3 of 30 days are dropped";

    /// <inheritdoc />
    public override Measure Measure => Measure.Milliseconds;

    /// <inheritdoc />
    public override IReadOnlyList<ContenderEntry> Contenders { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Figure> Figures { get; }

    /// <inheritdoc />
    public override double[]? ExpectedAnswer => _answer;

    /// <inheritdoc />
    public override void Prepare(int rows)
    {
        base.Prepare(rows);
        double count = 0;
        double sum = 0;
        for (int row = 0; row < rows; row++)
        {
            if (World.Rows.Times[row] >= Before)
            {
                count++;
                sum += World.Rows.Values[row];
            }
        }

        _answer = [count, sum];
    }
}
