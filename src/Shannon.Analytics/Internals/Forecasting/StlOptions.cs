namespace Shannon.Analytics.Internals.Forecasting;

/// <summary>The smoothing windows of <see cref="Stl"/>, in points; all odd.</summary>
internal readonly record struct StlOptions
{
    /// <summary>Points of one phase (for example Mondays) that its smoothing spans; at least 7, larger is stiffer. 0 for a season that never changes.</summary>
    public required int SeasonalWindow { get; init; }

    /// <summary>Degree of the local fit to one phase: 0 or 1.</summary>
    public int SeasonalDegree { get; init; }

    /// <summary>Points that the trend's smoothing spans; 0 for the paper's choice, the least odd number not below 1.5 period / (1 - 1.5 / seasonal window).</summary>
    public int TrendWindow { get; init; }

    /// <summary>Passes over season and trend between two changes of the robustness weights.</summary>
    public required int InnerPasses { get; init; }

    /// <summary>Changes of the robustness weights; 0 for an ordinary fit.</summary>
    public required int RobustPasses { get; init; }

    /// <summary>Fit every tenth of a window and interpolate between, as the paper advises; false fits every point.</summary>
    public bool Jumps { get; init; }

    /// <summary>A robust decomposition whose season changes slowly.</summary>
    public static StlOptions Robust { get; } = new() { SeasonalWindow = 11, SeasonalDegree = 0, InnerPasses = 1, RobustPasses = 4, Jumps = true };

    /// <summary>The trend's window in effect.</summary>
    internal int TrendWindowFor(int period)
    {
        if (TrendWindow > 0)
        {
            return TrendWindow;
        }

        double seasonal = SeasonalWindow > 0 ? 1 - (1.5 / SeasonalWindow) : 1;
        return Odd((int)Math.Ceiling(1.5 * period / seasonal));
    }

    internal static int Odd(int value) => value | 1;
}
