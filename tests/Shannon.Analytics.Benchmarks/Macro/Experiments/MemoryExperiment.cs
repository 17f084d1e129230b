using System.Globalization;
using Shannon.Analytics.Benchmarks.Macro.Queries;
using Shannon.Analytics.Benchmarks.Macro.Rivals;
using Shannon.Analytics.Benchmarks.Macro.Telemetry;

namespace Shannon.Analytics.Benchmarks.Macro.Experiments;

/// <summary>
/// The most memory that a process needs for answering every query once: a child per contender, the same program, so that the runtime counts alike.
/// </summary>
internal sealed class MemoryExperiment : TelemetryExperiment
{
    /// <param name="worlds">The shared databases.</param>
    public MemoryExperiment(TelemetryWorlds worlds)
        : base(worlds)
    {
        Contenders =
        [
            new("shannon", ContenderRole.Ours, "a process that opens the store and answers every query once", _ => Run(StoreAsync)),
            new("duckdb", ContenderRole.Rival, "the same over the table in order of arrival, each query in its fastest form", _ => Run(() => DuckDbAsync(sorted: false))),
            new("duckdb-sorted", ContenderRole.Information, "the same over the table sorted by (metric, time)", _ => Run(() => DuckDbAsync(sorted: true))),
        ];
        Figures = [AtMost("query-memory-vs-duckdb", "shannon", "duckdb", Measure, 0.3)];
    }

    /// <inheritdoc />
    public override string Name => "query-memory";

    /// <inheritdoc />
    public override string Description => "peak of resident memory over all queries";

    /// <inheritdoc />
    public override Measure Measure => Measure.PeakMegabytes;

    /// <inheritdoc />
    public override IReadOnlyList<ContenderEntry> Contenders { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Figure> Figures { get; }

    private PeakMemoryRun Run(Func<Task<(string Path, string[] Arguments)>> find) => new(find, World.Count);

    private async Task<(string Path, string[] Arguments)> StoreAsync() => (await World.StoreFileAsync(StoreKind.Plain), ["shannon"]);

    private async Task<(string Path, string[] Arguments)> DuckDbAsync(bool sorted)
    {
        DuckDbTelemetry database = await World.DuckDbAsync(sorted);
        IEnumerable<string> forms = TelemetryQueries.All().Select(query => database.FastestForm(query).ToString(CultureInfo.InvariantCulture));
        return (await World.DuckDbFileAsync(sorted), ["duckdb", .. forms]);
    }
}
