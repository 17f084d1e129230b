using Shannon.Analytics.Benchmarks.Macro.Telemetry;

namespace Shannon.Analytics.Benchmarks.Macro.Experiments;

/// <summary>Base of the experiments over 30 days of telemetry: databases are loaded once and shared.</summary>
/// <param name="worlds">The databases by size.</param>
internal abstract class TelemetryExperiment(TelemetryWorlds worlds) : Experiment
{
    /// <summary>Bars are promises about a database that outgrows the processor's caches.</summary>
    protected const int JudgedAtRows = 10_000_000;

    private TelemetryWorld? _world;

    /// <inheritdoc />
    public sealed override bool DependsOnRows => true;

    /// <summary>The databases of the size asked for.</summary>
    protected TelemetryWorld World => _world ?? throw new InvalidOperationException("The experiment is not prepared.");

    /// <summary>The databases of all sizes.</summary>
    protected TelemetryWorlds Worlds => worlds;

    /// <inheritdoc />
    public override void Prepare(int rows) => _world = worlds.Of(rows);

    /// <summary>A figure that is judged at <see cref="JudgedAtRows"/>.</summary>
    protected static Figure AtMost(string name, string ours, string rival, Measure measure, double bar) => new()
    {
        Name = name,
        Ours = ours,
        Rival = rival,
        Measure = measure,
        Comparison = Comparison.AtMost,
        Bar = bar,
        JudgedAtRows = JudgedAtRows,
    };
}
