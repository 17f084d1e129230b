using Shannon.Analytics.Benchmarks.Macro.Telemetry;

namespace Shannon.Analytics.Benchmarks.Macro.Experiments;

/// <summary>Bytes per row of the whole file, rollups and indexes included.</summary>
internal sealed class FileSizeExperiment : TelemetryExperiment
{
    /// <param name="worlds">The shared databases.</param>
    public FileSizeExperiment(TelemetryWorlds worlds)
        : base(worlds)
    {
        Contenders =
        [
            new("shannon", ContenderRole.Ours, "the sealed store, closed, rollups included", _ => Files(() => World.StoreFileAsync(StoreKind.Plain))),
            new("duckdb", ContenderRole.Rival, "the checkpointed table in order of arrival", _ => Files(() => World.DuckDbFileAsync(sorted: false))),
            new("duckdb-sorted", ContenderRole.Information, "the checkpointed table sorted by (metric, time)", _ => Files(() => World.DuckDbFileAsync(sorted: true))),
            new("sqlite-rows", ContenderRole.Information, "the row table with its indexes, text as integer codes", _ => Files(World.SqliteFileAsync)),
        ];
        Figures = [AtMost("file-size-vs-duckdb", "shannon", "duckdb", Measure, 0.85)];
    }

    /// <inheritdoc />
    public override string Name => "file-size";

    /// <inheritdoc />
    public override string Description => "the whole file, 30 days, 20 metrics, 500 sessions";

    /// <inheritdoc />
    public override Measure Measure => Measure.FileBytesPerRow;

    /// <inheritdoc />
    public override IReadOnlyList<ContenderEntry> Contenders { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Figure> Figures { get; }

    /// <inheritdoc />
    public override bool TakesPart(ContenderEntry contender, int rows) =>
        contender.Name != "sqlite-rows" || rows <= TelemetryWorld.MostRowsOfRowTable;

    private StoredFiles Files(Func<Task<string>> find) => new(find, World.Count);
}
