using Shannon.Analytics.Benchmarks.Macro.Pipelines;

namespace Shannon.Analytics.Benchmarks.Macro.Experiments;

/// <summary>Records through validation, enrichment and transformation, and into the store or not: a pipeline against the same stages as blocks of System.Threading.Tasks.Dataflow.</summary>
internal sealed class PipelineExperiment : Experiment
{
    private const int Records = 200_000;
    private readonly bool _stores;

    private PipelineExperiment(bool stores)
    {
        _stores = stores;
        Contenders =
        [
            new("pipeline", ContenderRole.Ours, "ProcessThroughPipelineAsync, batches of 100; what waits is stored together", folder => new PipelineThroughput(folder, Records, stores)),
            new("dataflow", ContenderRole.Rival, stores ? "TransformBlocks, a BatchBlock of 100, the store" : "TransformBlocks and an ActionBlock", folder => new DataflowThroughput(folder, Records, 100, stores)),
            .. (ContenderEntry[])(stores ? [new("dataflow-5000", ContenderRole.Rival, "TransformBlocks, a BatchBlock of 5,000, the store", folder => new DataflowThroughput(folder, Records, 5_000, stores))] : []),
        ];
        Figures = stores ? [Bar("dataflow"), Bar("dataflow-5000")] : [Bar("dataflow")];
    }

    /// <inheritdoc />
    public override string Name => _stores ? "pipeline-stored" : "pipeline-stages";

    /// <inheritdoc />
    public override string Description => _stores ? "200,000 token records through three stages into the store" : "200,000 token records through three stages";

    /// <inheritdoc />
    public override Measure Measure { get; } = Measure.Rate("records");

    /// <inheritdoc />
    public override bool DependsOnRows => false;

    /// <inheritdoc />
    public override IReadOnlyList<ContenderEntry> Contenders { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Figure> Figures { get; }

    /// <inheritdoc />
    public override double[] ExpectedAnswer => [Records, _stores ? Records : 0];

    public static PipelineExperiment Stored() => new(stores: true);

    public static PipelineExperiment StagesAlone() => new(stores: false);

    private Figure Bar(string rival) => new()
    {
        Name = $"{Name}-vs-{rival}",
        Ours = "pipeline",
        Rival = rival,
        Measure = Measure,
        Comparison = Comparison.AtLeast,
        Bar = 1,
    };
}
