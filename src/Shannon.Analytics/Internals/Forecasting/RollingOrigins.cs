namespace Shannon.Analytics.Internals.Forecasting;

/// <summary>
/// What every method would have forecast at several earlier moments, and how far off it was (L. J. Tashman, "Out-of-Sample Tests of Forecasting Accuracy",
/// International Journal of Forecasting 16 (2000)). These errors choose the methods and make the intervals.
/// </summary>
internal sealed class RollingOrigins
{
    private readonly List<(int Origin, Candidates Candidates)> _origins = [];

    private RollingOrigins(int horizon) => Horizon = horizon;

    /// <summary>Steps ahead that could be tried: the horizon asked for, or less where the history is short.</summary>
    public int Horizon { get; }

    /// <summary>How many moments were tried.</summary>
    public int Count => _origins.Count;

    /// <summary>How many stretches of <see cref="Horizon"/> steps were forecast, overlaps counted once.</summary>
    public double Windows { get; private set; }

    /// <summary>Runs all methods at up to <paramref name="count"/> moments, latest first.</summary>
    public static RollingOrigins Run(ReadOnlySpan<double> values, ReadOnlySpan<int> periods, int horizon, int count, CancellationToken cancellationToken)
    {
        int length = values.Length;
        int tried = Math.Min(horizon, length / 3);
        RollingOrigins origins = new(tried);

        // The moments must see the season that the forecast will use, and enough beside.
        int fitting = 0;
        foreach (int period in periods)
        {
            fitting = length >= 2 * period ? period : fitting;
        }

        int least = Math.Max(8, 2 * fitting);
        int room = length - tried - least;
        if (tried < 1 || room < 0)
        {
            return origins;
        }

        int step = count > 1 ? Math.Clamp(room / (count - 1), 1, tried) : 1;
        for (int k = 0; k < count && k * step <= room; k++)
        {
            int origin = length - tried - (k * step);
            origins.Windows = (double)(length - origin) / tried;
            origins._origins.Add((origin, Candidates.Compute(values[..origin], periods, tried, cancellationToken)));
        }

        return origins;
    }

    /// <summary>
    /// Writes the mean absolute error of every row of <paramref name="current"/>, infinite for absent ones. A method that could not yet run at a moment
    /// is taken to have done there as the middle one did. Values not <paramref name="observed"/> do not count.
    /// </summary>
    public void Errors(ReadOnlySpan<double> values, ReadOnlySpan<bool> observed, Candidates current, Span<double> errors)
    {
        errors.Clear();
        Span<double> here = stackalloc double[Candidates.Count];
        Span<double> sorted = stackalloc double[Candidates.Count];
        foreach ((int origin, Candidates candidates) in _origins)
        {
            int present = 0;
            for (int i = 0; i < Candidates.Count; i++)
            {
                here[i] = candidates.Has(i) ? MeanAbsolute(candidates[i], values[origin..], observed[origin..]) : double.NaN;
                if (candidates.Has(i))
                {
                    sorted[present++] = here[i];
                }
            }

            sorted[..present].Sort();
            for (int i = 0; i < Candidates.Count; i++)
            {
                errors[i] += double.IsNaN(here[i]) ? sorted[present / 2] : here[i];
            }
        }

        for (int i = 0; i < Candidates.Count; i++)
        {
            errors[i] = current.Has(i) ? errors[i] / Count : double.PositiveInfinity;
        }
    }

    /// <summary>Adds value - forecast of the combination at every moment and step, with its step from 1, to <paramref name="errors"/>.</summary>
    public void CombinedErrors(ReadOnlySpan<double> values, ReadOnlySpan<bool> observed, ReadOnlySpan<double> weights, List<(int Step, double Error)> errors)
    {
        Span<double> forecasts = new double[Horizon];
        foreach ((int origin, Candidates candidates) in _origins)
        {
            CombinationWeights.Combine(candidates, weights, forecasts);
            for (int h = 0; h < Horizon; h++)
            {
                if (observed[origin + h])
                {
                    errors.Add((h + 1, values[origin + h] - forecasts[h]));
                }
            }
        }
    }

    private static double MeanAbsolute(ReadOnlySpan<double> forecasts, ReadOnlySpan<double> values, ReadOnlySpan<bool> observed)
    {
        double sum = 0;
        int seen = 0;
        for (int h = 0; h < forecasts.Length; h++)
        {
            if (observed[h])
            {
                sum += Math.Abs(values[h] - forecasts[h]);
                seen++;
            }
        }

        return seen > 0 ? sum / seen : 0;
    }
}
