using Shannon.Analytics.Benchmarks.Macro.Ours;
using Shannon.Analytics.Benchmarks.Macro.Rivals;
using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Benchmarks.Macro.Telemetry;

namespace Shannon.Analytics.Benchmarks.Macro.Experiments;

/// <summary>Durable ingest of telemetry in batches of 10,000 rows, with the time that sealing and rollups take; and what encryption adds.</summary>
internal sealed class SealedIngestExperiment : TelemetryExperiment
{
    private MetricColumns? _data;
    private double[]? _answer;

    /// <param name="worlds">Where the rows come from.</param>
    public SealedIngestExperiment(TelemetryWorlds worlds)
        : base(worlds)
    {
        Contenders =
        [
            new("shannon", ContenderRole.Ours, "CollectColumnsAsync per batch until durable, then SealAsync; caller owns string columns", folder => new SealedIngest(folder, Data)),
            new("shannon-encrypted", ContenderRole.Ours, "the same with EncryptionEnabled", folder => new SealedIngest(folder, Data, TelemetryWorld.Options(StoreKind.Encrypted))),
            new("sqlite-row-raw", ContenderRole.Rival, "bind, step, reset, commit; caller owns interned integers", folder => new SqliteRowRaw(folder, Data, internTimed: false)),
        ];
        Figures =
        [
            new()
            {
                Name = "ingest-sealed-vs-sqlite-row-raw",
                Ours = "shannon",
                Rival = "sqlite-row-raw",
                Measure = Measure,
                Comparison = Comparison.AtLeast,
                Bar = 1.5,
                JudgedAtRows = JudgedAtRows,
            },
            AtMost("ingest-sealed-encryption-cost", "shannon-encrypted", "shannon", Measure.Milliseconds, 1.15),
        ];
    }

    /// <inheritdoc />
    public override string Name => "ingest-sealed";

    /// <inheritdoc />
    public override string Description => "durable batches of 10,000, then sealed with rollups; 1 measurement, 4 attributes, 20 metrics, 500 sessions";

    /// <inheritdoc />
    public override Measure Measure { get; } = Measure.Rate("rows");

    /// <inheritdoc />
    public override IReadOnlyList<ContenderEntry> Contenders { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Figure> Figures { get; }

    /// <inheritdoc />
    public override double[]? ExpectedAnswer => _answer;

    private MetricColumns Data => _data ?? throw new InvalidOperationException("The experiment is not prepared.");

    /// <inheritdoc />
    public override void Prepare(int rows)
    {
        base.Prepare(rows);
        _data = World.Rows.ToColumns();
        _answer = _data.Answer();
    }

    /// <inheritdoc />
    public override void Release() => _data = null;
}
