namespace Shannon.Analytics.Internals.Forecasting;

/// <summary>
/// The mean of each phase (of each weekday, for days) over the last cycles, drawn towards the common mean by as much as chance could have made them
/// differ: W. James and C. Stein, "Estimation with Quadratic Loss" (1961), with the positive part. What two weeks can tell and no more.
/// </summary>
internal readonly record struct SeasonalProfile
{
    private SeasonalProfile(double[] phases, double mean, double shrinkage, double residualVariance, int cycles)
    {
        Phases = phases;
        Mean = mean;
        Shrinkage = shrinkage;
        ResidualVariance = residualVariance;
        Cycles = cycles;
    }

    /// <summary>What each phase lies above the mean, after shrinking; the first phase is that of the next value.</summary>
    public double[] Phases { get; }

    /// <summary>The mean of the cycles.</summary>
    public double Mean { get; }

    /// <summary>What was left of the differences: 0 none, 1 all.</summary>
    public double Shrinkage { get; }

    /// <summary>Variance of the values about their profile, corrected for the phases estimated.</summary>
    public double ResidualVariance { get; }

    /// <summary>How many whole cycles were used.</summary>
    public int Cycles { get; }

    /// <summary>The profile over the last <paramref name="cycles"/> or fewer; the values hold at least one whole cycle.</summary>
    public static SeasonalProfile Fit(ReadOnlySpan<double> values, int period, int cycles)
    {
        int used = Math.Min(cycles, values.Length / period);
        ReadOnlySpan<double> window = values[^(used * period)..];
        double[] phases = new double[period];
        double mean = 0;
        for (int i = 0; i < window.Length; i++)
        {
            phases[i % period] += window[i] / used;
            mean += window[i] / window.Length;
        }

        double within = 0;
        for (int i = 0; i < window.Length; i++)
        {
            double deviation = window[i] - phases[i % period];
            within += deviation * deviation;
        }

        double between = 0;
        for (int i = 0; i < period; i++)
        {
            phases[i] -= mean;
            between += used * phases[i] * phases[i];
        }

        // One cycle says nothing about chance: then the profile is taken as it is.
        double chance = used > 1 ? within / (window.Length - period) : 0;
        double signal = between / Math.Max(1, period - 1);
        double shrinkage = signal > 0 ? Math.Clamp(1 - (chance / signal), 0, 1) : 0;
        for (int i = 0; i < period; i++)
        {
            phases[i] *= shrinkage;
        }

        double freedom = window.Length - 1 - (shrinkage * (period - 1));
        double total = within + ((1 - shrinkage) * (1 - shrinkage) * between);
        return new(phases, mean, shrinkage, freedom > 0 ? total / freedom : total, used);
    }

    /// <summary>Writes the profile about <paramref name="level"/>.</summary>
    public void Forecast(double level, Span<double> forecasts)
    {
        for (int h = 0; h < forecasts.Length; h++)
        {
            forecasts[h] = level + Phases[h % Phases.Length];
        }
    }

    /// <summary>The middle one of mean, median and smoothed level of <paramref name="values"/> less the profile: no single odd day moves it far.</summary>
    public double RobustLevel(ReadOnlySpan<double> values)
    {
        double[] adjusted = new double[values.Length];
        int period = Phases.Length;
        for (int i = 0; i < adjusted.Length; i++)
        {
            int phase = (i - values.Length) % period;
            adjusted[i] = values[i] - Phases[phase < 0 ? phase + period : phase];
        }

        double smoothed = ExponentialSmoothing.Fit(adjusted, TrendKind.None).Level;
        Array.Sort(adjusted);
        double median = 0.5 * (adjusted[(adjusted.Length - 1) / 2] + adjusted[adjusted.Length / 2]);
        return Math.Max(Math.Min(Mean, median), Math.Min(Math.Max(Mean, median), smoothed));
    }
}
