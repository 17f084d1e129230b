using Shannon.Analytics.Benchmarks.Macro.Queries;
using Shannon.Analytics.Benchmarks.Macro.Telemetry;

namespace Shannon.Analytics.Benchmarks.Macro.Experiments;

/// <summary>A scan of every metric over an encrypted store and over a plain one.</summary>
internal sealed class EncryptedScanExperiment : TelemetryExperiment
{
    private readonly HourlyAllQuery _query = new();

    /// <param name="worlds">The shared databases.</param>
    public EncryptedScanExperiment(TelemetryWorlds worlds)
        : base(worlds)
    {
        Contenders =
        [
            new("encrypted", ContenderRole.Ours, "p95 of all metrics by hour, EncryptionEnabled", _ => new StoreQueryRun(World, StoreKind.Encrypted, _query)),
            new("plain", ContenderRole.Ours, "the same without encryption", _ => new StoreQueryRun(World, StoreKind.Plain, _query)),
        ];
        Figures = [AtMost("query-encrypted-cost", "encrypted", "plain", Measure, 1.2)];
    }

    /// <inheritdoc />
    public override string Name => "query-encrypted";

    /// <inheritdoc />
    public override string Description => "a scan of every metric, encrypted and plain";

    /// <inheritdoc />
    public override Measure Measure => Measure.MillisecondsPerQuery;

    /// <inheritdoc />
    public override IReadOnlyList<ContenderEntry> Contenders { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Figure> Figures { get; }
}
