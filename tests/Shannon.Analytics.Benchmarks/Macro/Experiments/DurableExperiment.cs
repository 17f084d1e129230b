using System.Globalization;
using Shannon.Analytics.Benchmarks.Macro.Ours;
using Shannon.Analytics.Benchmarks.Macro.Rivals;

namespace Shannon.Analytics.Benchmarks.Macro.Experiments;

/// <summary>
/// Callers that each await one durable record at a time, against the disk's own fsync rate measured beside them.
/// Contenders of ours do <c>callers × records per caller</c> operations; ratios are records/s over fsyncs/s.
/// </summary>
internal sealed class DurableExperiment : Experiment
{
    /// <summary>Writes of the disk's own test and records of a lone caller per round.</summary>
    public const int LoneOperations = 1_000;

    /// <inheritdoc />
    public override string Name => "durable";

    /// <inheritdoc />
    public override string Description => "each caller awaits one durable record at a time";

    /// <inheritdoc />
    public override Measure Measure { get; } = Measure.Rate("records");

    /// <inheritdoc />
    public override bool DependsOnRows => false;

    /// <inheritdoc />
    public override IReadOnlyList<ContenderEntry> Contenders { get; } =
    [
        Callers(1, 2_000),
        Callers(10, 1_000),
        Callers(100, 1_000),
        Callers(1_000, 1_000),
        new(
            "fsync",
            ContenderRole.Rival,
            "4 KiB appended to a file, fsync",
            folder => new Fsync(folder, LoneOperations, append: true)),
        new(
            "raw-transaction",
            ContenderRole.Rival,
            "BEGIN IMMEDIATE, insert of integers, COMMIT per record",
            folder => new RawTransaction(folder, LoneOperations)),
        new(
            "fsync-overwrite",
            ContenderRole.Information,
            "the same 4 KiB of a file overwritten, fsync",
            folder => new Fsync(folder, LoneOperations, append: false)),
    ];

    /// <inheritdoc />
    public override IReadOnlyList<Figure> Figures =>
    [
        Bar(1, "raw-transaction", 0.5),
        Bar(10, "fsync", 3),
        Bar(100, "fsync", 25),
        Bar(1_000, "fsync", 200),
    ];

    private static ContenderEntry Callers(int callers, int records) => new(
        "durable-" + callers.ToString(CultureInfo.InvariantCulture),
        ContenderRole.Ours,
        "await CollectAsync(record) by each caller in turn",
        folder => new DurableCallers(folder, callers, records));

    private Figure Bar(int callers, string rival, double bar)
    {
        string ours = "durable-" + callers.ToString(CultureInfo.InvariantCulture);
        return new Figure
        {
            Name = $"{ours}-vs-{rival}",
            Ours = ours,
            Rival = rival,
            Measure = Measure,
            Comparison = Comparison.AtLeast,
            Bar = bar,
        };
    }
}
