using Shannon.Analytics.Benchmarks.Macro.Ours;
using Shannon.Analytics.Benchmarks.Macro.Rivals;
using Shannon.Analytics.Benchmarks.Macro.Shapes;

namespace Shannon.Analytics.Benchmarks.Macro.Experiments;

/// <summary>Bytes per row of the whole file for a small host: 50,000 records in 90 days.</summary>
internal sealed class SmallHostSizeExperiment : Experiment
{
    private MetricColumns? _data;
    private double[]? _answer;

    /// <summary>The experiment.</summary>
    public SmallHostSizeExperiment()
    {
        Contenders =
        [
            new("shannon", ContenderRole.Ours, "the sealed store, closed, rollups included", folder => new SealedIngest(folder, Data)),
            new("sqlite-rows", ContenderRole.Rival, "a row table with text as text, indexes by (name, time) and (session, time)", folder => new SqliteTextTable(folder, Data)),
        ];
        Figures =
        [
            new()
            {
                Name = "file-size-small-host-vs-sqlite-rows",
                Ours = "shannon",
                Rival = "sqlite-rows",
                Measure = Measure,
                Comparison = Comparison.AtMost,
                Bar = 0.25,
            },
        ];
    }

    /// <inheritdoc />
    public override string Name => "file-size-small-host";

    /// <inheritdoc />
    public override string Description => "the whole file of 50,000 records in 90 days: 12 names, 6 measurements, 5 attributes, 500 GUID sessions";

    /// <inheritdoc />
    public override Measure Measure => Measure.FileBytesPerRow;

    /// <inheritdoc />
    public override bool DependsOnRows => false;

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
        _data = MetricShapes.SmallHost();
        _answer = _data.Answer();
    }

    /// <inheritdoc />
    public override void Release() => _data = null;
}
