using Shannon.Analytics.Benchmarks.Macro.Ours;
using Shannon.Analytics.Benchmarks.Macro.Rivals;
using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Benchmarks.Macro.Telemetry;

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
            new("report-summary-process", ContenderRole.Ours, "a process that opens the store and makes one report; its peak of memory counts, not its time", _ => new PeakMemoryRun(() => Task.FromResult((Path.Combine(Folder, "usage.db"), new[] { "report" })), rows: 1)),
        ];
        Figures =
        [
            new() { Name = "report-summary-time", Ours = "report-summary", Measure = Measure, Comparison = Comparison.AtMost, Bar = 1_500, JudgedAtRows = 10_000_000 },
            new() { Name = "report-summary-vs-duckdb", Ours = "report-summary", Rival = "report-summary-duckdb", Measure = Measure, Comparison = Comparison.AtMost, Bar = 3, JudgedAtRows = 10_000_000 },
            new() { Name = "report-summary-memory", Ours = "report-summary-process", Measure = Measure.PeakMegabytes, Comparison = Comparison.AtMost, Bar = 300, JudgedAtRows = 10_000_000 },
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
    public override async ValueTask PrepareAsync(int rows)
    {
        _folder = Directory.CreateTempSubdirectory("shannon-reports-").FullName;
        int chunks = Math.Max(1, rows / UsageShape.ChunkRows);
        await UsageLoader.LoadAsync(Path.Combine(_folder, "usage.db"), chunks);
        DuckDbSummary.Load(Path.Combine(_folder, "usage.duckdb"), chunks);
    }

    /// <inheritdoc />
    public override void Release()
    {
        Directory.Delete(Folder, recursive: true);
        _folder = null;
    }
}
