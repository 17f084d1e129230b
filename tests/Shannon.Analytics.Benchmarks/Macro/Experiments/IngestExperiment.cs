using Shannon.Analytics.Benchmarks.Macro.Ours;
using Shannon.Analytics.Benchmarks.Macro.Rivals;
using Shannon.Analytics.Benchmarks.Macro.Shapes;

namespace Shannon.Analytics.Benchmarks.Macro.Experiments;

/// <summary>
/// Durable ingest in batches of 10,000 rows. Outside the clock: the open, empty database and what a caller owns anyway
/// (columns, row objects). Inside: everything until the last batch is durable, checkpoints on the way included; closing
/// is outside for all.
/// </summary>
internal sealed class IngestExperiment : Experiment
{
    private readonly Func<int, MetricColumns> _shape;
    private MetricColumns? _data;
    private double[]? _answer;

    private IngestExperiment(
        string shapeName,
        string description,
        Func<int, MetricColumns> shape,
        Func<string, MetricColumns, Contender> dapper,
        bool internTimed)
    {
        _shape = shape;
        Name = "ingest-" + shapeName;
        Description = "durable batches of 10,000, " + description;
        List<ContenderEntry> contenders =
        [
            new(
                "column-batch",
                ContenderRole.Ours,
                "CollectColumnsAsync per batch until durable; caller owns string columns",
                folder => new ColumnBatchIngest(folder, Data)),
            new(
                "collect-batch",
                ContenderRole.Ours,
                "CollectBatchAsync per batch until durable; caller owns typed records",
                folder => new CollectBatchIngest(folder, Data)),
            new(
                "sqlite-row-raw",
                ContenderRole.Rival,
                internTimed
                    ? "strings interned by dictionaries, bind, step, reset, commit; caller owns string columns"
                    : "bind, step, reset, commit; caller owns interned integers",
                folder => new SqliteRowRaw(folder, Data, internTimed)),
            new(
                "duckdb-appender",
                ContenderRole.Rival,
                "appender per batch, append values, close = commit; caller owns string columns",
                folder => new DuckDbAppender(folder, Data)),
            new(
                "sqlite-dapper",
                ContenderRole.Rival,
                "begin, Execute(sql, rows), commit; caller owns row objects",
                folder => dapper(folder, Data)),
        ];
        if (!internTimed)
        {
            contenders.Add(new(
                "sqlite-row-raw-strings",
                ContenderRole.Information,
                "as sqlite-row-raw, strings interned by dictionaries inside the clock",
                folder => new SqliteRowRaw(folder, Data, internTimed: true)));
        }

        Contenders = contenders;
        Measure rate = Measure;
        Figures =
        [
            Bar("column-batch", "sqlite-row-raw", 1.5),
            Bar("column-batch", "duckdb-appender", 3),
            Bar("collect-batch", "sqlite-row-raw", 0.8),
            Bar("collect-batch", "duckdb-appender", 2),
            Bar("collect-batch", "sqlite-dapper", 5),
        ];

        Figure Bar(string ours, string rival, double bar) => new()
        {
            Name = $"{Name}-{ours}-vs-{rival}",
            Ours = ours,
            Rival = rival,
            Measure = rate,
            Comparison = Comparison.AtLeast,
            Bar = bar,
        };
    }

    /// <inheritdoc />
    public override string Name { get; }

    /// <inheritdoc />
    public override string Description { get; }

    /// <inheritdoc />
    public override Measure Measure { get; } = Measure.Rate("rows");

    /// <inheritdoc />
    public override bool DependsOnRows => true;

    /// <inheritdoc />
    public override IReadOnlyList<ContenderEntry> Contenders { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Figure> Figures { get; }

    /// <inheritdoc />
    public override double[]? ExpectedAnswer => _answer;

    private MetricColumns Data => _data ?? throw new InvalidOperationException("The experiment is not prepared.");

    /// <summary>One measurement, four attributes. The row-wise limit gets integers that were interned before the clock.</summary>
    public static IngestExperiment Narrow() => new(
        "narrow",
        "1 measurement, 4 attributes, 20 metrics, 500 sessions",
        MetricShapes.Narrow,
        (folder, data) => new SqliteDapper<NarrowRow>(folder, data, NarrowRow.Of),
        internTimed: false);

    /// <summary>Six measurements, five attributes, GUID sessions. Interning is inside the clock.</summary>
    public static IngestExperiment Real() => new(
        "real",
        "6 measurements, 5 attributes, 500 GUID sessions",
        MetricShapes.Real,
        (folder, data) => new SqliteDapper<RealRow>(folder, data, RealRow.Of),
        internTimed: true);

    /// <inheritdoc />
    public override void Prepare(int rows)
    {
        _data = _shape(rows);
        _answer = _data.Answer();
    }

    /// <inheritdoc />
    public override void Release() => _data = null;
}
