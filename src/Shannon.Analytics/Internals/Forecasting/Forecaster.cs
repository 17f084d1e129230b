namespace Shannon.Analytics.Internals.Forecasting;

/// <summary>
/// Forecasts a series of equally spaced values: every method that its length allows is tried at earlier moments of the same series, and they are combined by
/// how they did there. Deterministic; knows no holidays.
/// </summary>
internal static class Forecaster
{
    private const int LeastMoments = 10;
    private const int MostMoments = 16;

    // Below so many cycles a season cannot prove itself; then the profile's shrinkage decides how much of it counts.
    private const int CyclesToProve = 4;
    private const double SeasonLevel = 0.1;

    // A method that carries more than this is named; otherwise it is a combination.
    private const double Majority = 0.5;

    /// <summary>Forecasts the steps after the last of <paramref name="values"/>, of which null is a gap.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is below 1, or the confidence is not between 0 and 1.</exception>
    public static Forecast Forecast(ReadOnlySpan<double?> values, ForecastOptions options, CancellationToken cancellationToken)
    {
        if (options.Horizon < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Horizon, "A forecast looks at least one step ahead: set Horizon to 1 or more.");
        }

        if (!(options.Confidence > 0 && options.Confidence < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Confidence, "The confidence of the bounds lies between 0 and 1, both excluded: for example 0.95.");
        }

        int[] periods = [.. options.Periods.Where(period => period > 1).Distinct().Order()];
        Series series = Series.Prepare(values, periods);
        periods = [.. periods.Where(period => series.Values.Length >= 2 * period)];
        if (!IsSufficient(series))
        {
            return Repeat(series, options);
        }

        return Combine(series, Proven(series.Values, periods), options, cancellationToken);
    }

    /// <summary>
    /// The periods without the longest ones that had their chance to show a season and did not. Those shorter than a season that counts stay: they are part of it.
    /// </summary>
    private static int[] Proven(double[] values, int[] periods)
    {
        int kept = periods.Length;
        while (kept > 0 && values.Length >= CyclesToProve * periods[kept - 1] && Seasonality.PhasePValue(values, periods[kept - 1]) >= SeasonLevel)
        {
            kept--;
        }

        return periods[..kept];
    }

    private static bool IsSufficient(Series series)
    {
        int known = 0;
        for (int i = 0; i < series.Values.Length; i++)
        {
            known += series.Observed[i] && series.Values[i] != 0 ? 1 : 0;
        }

        return known >= 2;
    }

    /// <summary>The last value, and bounds as far away as the largest value is big: an honest "unknown".</summary>
    private static Forecast Repeat(Series series, ForecastOptions options)
    {
        double last = 0;
        double spread = 0;
        for (int i = 0; i < series.Values.Length; i++)
        {
            last = series.Observed[i] ? series.Values[i] : last;
            spread = Math.Max(spread, Math.Abs(series.Values[i]));
        }

        double[] point = new double[options.Horizon];
        double[] distance = new double[options.Horizon];
        Array.Fill(point, last);
        Array.Fill(distance, spread);
        return Finish(series, point, distance, distance, options, ForecastMethod.LastValue, [], insufficient: true);
    }

    private static Forecast Combine(Series series, int[] periods, ForecastOptions options, CancellationToken cancellationToken)
    {
        double[] values = series.Values;
        int horizon = options.Horizon;
        Candidates current = Candidates.Compute(values, periods, horizon, cancellationToken);

        // A long history is tried at few moments, whose steps are many.
        int moments = Math.Clamp(200 / Math.Max(1, Math.Min(horizon, values.Length / 3)), LeastMoments, MostMoments);
        RollingOrigins origins = RollingOrigins.Run(values, periods, horizon, moments, cancellationToken);
        double[] point = new double[horizon];
        double[] below = new double[horizon];
        double[] above = new double[horizon];
        double[] weights = [];
        if (origins.Count > 0)
        {
            double[] errors = new double[Candidates.Count];
            weights = new double[Candidates.Count];
            origins.Errors(values, series.Observed, current, errors);
            CombinationWeights.FromErrors(errors, weights);
        }

        CombinationWeights.Combine(current, weights, point);
        List<(int Step, double Error)> combined = [];
        origins.CombinedErrors(values, series.Observed, weights, combined);
        if (combined.Count > 0)
        {
            PredictionIntervals.FromErrors(combined, origins.Horizon, origins.Windows, options.Confidence, below, above);
        }
        else
        {
            FromSpread(values, periods, options.Confidence, below, above);
        }

        return Finish(series, point, below, above, options, Name(weights), periods, insufficient: false);
    }

    private static void FromSpread(double[] values, int[] periods, double confidence, double[] below, double[] above)
    {
        int period = periods.Length > 0 ? periods[0] : 1;
        SeasonalProfile profile = SeasonalProfile.Fit(values, period, values.Length / period);
        double freedom = (profile.Cycles * period) - 1 - (profile.Shrinkage * (period - 1));
        PredictionIntervals.FromSpread(profile.ResidualVariance, freedom, profile.Cycles, confidence, below, above);
    }

    private static ForecastMethod Name(double[] weights)
    {
        Dictionary<ForecastMethod, double> shares = [];
        for (int i = 0; i < weights.Length; i++)
        {
            ForecastMethod method = Candidates.MethodOf(i);
            shares[method] = shares.GetValueOrDefault(method) + weights[i];
        }

        foreach ((ForecastMethod method, double share) in shares)
        {
            if (share > Majority)
            {
                return method;
            }
        }

        return ForecastMethod.Combination;
    }

    private static Forecast Finish(Series series, double[] point, double[] below, double[] above, ForecastOptions options, ForecastMethod method, int[] periods, bool insufficient)
    {
        double[] lower = new double[point.Length];
        double[] upper = new double[point.Length];
        double floor = options.NonNegative ? 0 : -double.MaxValue;
        for (int h = 0; h < point.Length; h++)
        {
            double middle = point[h] * series.Scale;
            lower[h] = Math.Clamp(middle - (below[h] * series.Scale), floor, double.MaxValue);
            upper[h] = Math.Clamp(middle + (above[h] * series.Scale), floor, double.MaxValue);
            point[h] = Math.Clamp(middle, floor, double.MaxValue);
        }

        return new(point, lower, upper, method, periods, insufficient);
    }
}
