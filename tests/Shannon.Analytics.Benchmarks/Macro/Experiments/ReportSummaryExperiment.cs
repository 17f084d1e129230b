using Shannon.Analytics.Benchmarks.Macro.Ours;
using Shannon.Analytics.Benchmarks.Macro.Rivals;
using Shannon.Analytics.Benchmarks.Macro.Shapes;

namespace Shannon.Analytics.Benchmarks.Macro.Experiments;

/// <summary>The summary report over usage, against the same figures by DuckDB. Both are loaded once, opened and warm.</summary>
internal sealed class ReportSummaryExperiment : Experiment
{
    private string? _folder;

    public ReportSummaryExperiment()
    {
        Contenders =
        [
            new("report-summary", ContenderRole.Ours, "GenerateSummaryReportAsync with all sections", _ => new SummaryReportRun(Path.Combine(Folder, "usage.db"))),
            new("report-summary-duckdb", ContenderRole.Rival, "one statement for each table of the report", _ => new DuckDbSummary(Path.Combine(Folder, "usage.duckdb"))),
        ];
        Figures =
        [
            new() { Name = "report-summary-time", Ours = "report-summary", Measure = Measure, Comparison = Comparison.AtMost, Bar = 1_500, JudgedAtRows = 10_000_000 },
            new() { Name = "report-summary-vs-duckdb", Ours = "report-summary", Rival = "report-summary-duckdb", Measure = Measure, Comparison = Comparison.AtMost, Bar = 3, JudgedAtRows = 10_000_000 },
        ];
    }

    /// <inheritdoc />
    public override string Name => "report-summary";

    /// <inheritdoc />
    public override string Description => "Summary report over 30 days of tokens, tools, response times and errors";

    /// <inheritdoc />
    public override Measure Measure => Measure.Milliseconds;

    /// <inheritdoc />
    public override bool DependsOnRows => true;

    /// <inheritdoc />
    public override IReadOnlyList<ContenderEntry> Contenders { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Figure> Figures { get; }

    private string Folder => _folder ?? throw new InvalidOperationException("The experiment is not prepared.");

    /// <inheritdoc />
    public override void Prepare(int rows)
    {
        _folder = Directory.CreateTempSubdirectory("shannon-reports-").FullName;
        int chunks = Math.Max(1, rows / UsageShape.ChunkRows);
        Task.Run(() => UsageLoader.LoadAsync(Path.Combine(_folder, "usage.db"), chunks)).GetAwaiter().GetResult();
        DuckDbSummary.Load(Path.Combine(_folder, "usage.duckdb"), chunks);
    }

    /// <inheritdoc />
    public override void Release()
    {
        Directory.Delete(Folder, recursive: true);
        _folder = null;
    }
}
