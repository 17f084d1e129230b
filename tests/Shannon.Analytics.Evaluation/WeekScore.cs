using Shannon.Analytics.Internals.Forecasting;

namespace Shannon.Analytics.Evaluation;

/// <summary>Sums of errors over forecasts of a week.</summary>
internal readonly record struct WeekScore(int Forecasts, double Scaled, double SeasonalNaive, double Covered, TimeSpan Processor)
{
    /// <summary>Mean absolute error in units of the seasonal naive error of the whole series.</summary>
    internal double Mase => Scaled / Forecasts;

    /// <summary>The same of the seasonal naive forecast of the same weeks.</summary>
    internal double NaiveMase => SeasonalNaive / Forecasts;

    /// <summary>Share of values between the bounds.</summary>
    internal double Coverage => Covered / Forecasts;

    internal WeekScore Add(ReadOnlySpan<double> values, Forecast forecast, double naive, double scale)
    {
        double error = 0;
        int covered = 0;
        for (int h = 0; h < values.Length; h++)
        {
            error += Math.Abs(values[h] - forecast.Point[h]);
            covered += values[h] >= forecast.Lower[h] && values[h] <= forecast.Upper[h] ? 1 : 0;
        }

        return this with
        {
            Forecasts = Forecasts + 1,
            Scaled = Scaled + (error / values.Length / scale),
            SeasonalNaive = SeasonalNaive + naive,
            Covered = Covered + ((double)covered / values.Length),
        };
    }

    internal WeekScore Add(WeekScore other) =>
        new(Forecasts + other.Forecasts, Scaled + other.Scaled, SeasonalNaive + other.SeasonalNaive, Covered + other.Covered, Processor + other.Processor);

    internal string Describe(int history) => FormattableString.Invariant(
        $"history {history} forecasts {Forecasts} MASE {Mase:F4} snaive {NaiveMase:F4} coverage95 {Coverage:F4} ms {Processor.TotalMilliseconds / Forecasts:F2}");
}
