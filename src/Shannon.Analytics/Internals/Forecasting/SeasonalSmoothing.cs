namespace Shannon.Analytics.Internals.Forecasting;

/// <summary>
/// Exponential smoothing with one or several additive seasons and a first-order autoregression of its errors: J. W. Taylor, "Short-Term Electricity
/// Demand Forecasting Using Double Seasonal Exponential Smoothing", Journal of the Operational Research Society 54 (2003), after Holt and Winters (1960).
/// The first seasons and level come from a decomposition.
/// </summary>
internal static class SeasonalSmoothing
{
    private const int Evaluations = 80;
    private const double Tolerance = 1e-4;
    private const double LeastCorrelation = -0.5;
    private const double GreatestCorrelation = 0.98;

    /// <summary>Writes the forecasts; <paramref name="decomposition"/> is that of <paramref name="values"/> by <paramref name="periods"/>, of which there is at least one and at most four.</summary>
    public static void Forecast(ReadOnlySpan<double> values, ReadOnlySpan<int> periods, MstlDecomposition decomposition, Span<double> forecasts)
    {
        int longest = periods[^1];
        int total = 0;
        foreach (int period in periods)
        {
            total += period;
        }

        double[] first = new double[total];
        int offset = 0;
        for (int i = 0; i < periods.Length; i++)
        {
            decomposition.Seasons[i].AsSpan(0, periods[i]).CopyTo(first.AsSpan(offset));
            offset += periods[i];
        }

        Objective objective = new(values, periods, first, new double[total], decomposition.Trend[0], longest);
        Span<double> point = stackalloc double[2 + periods.Length];
        Span<double> steps = stackalloc double[2 + periods.Length];
        point.Fill(0.1);
        steps.Fill(0.1);
        point[1] = 0.5;
        steps[1] = 0.3;
        NelderMead.Minimize(ref objective, point, steps, Tolerance, Evaluations);
        objective.Run(point, forecasts);
    }

    /// <summary>The squared errors after one longest period, as a function of (alpha, autocorrelation, gamma of each season).</summary>
    private readonly ref struct Objective(ReadOnlySpan<double> values, ReadOnlySpan<int> periods, double[] first, double[] seasons, double firstLevel, int skip) : NelderMead.IObjective
    {
        private readonly ReadOnlySpan<double> _values = values;
        private readonly ReadOnlySpan<int> _periods = periods;

        public double Evaluate(scoped ReadOnlySpan<double> point)
        {
            if (!(point[0] is >= 0 and <= 1 && point[1] is >= LeastCorrelation and <= GreatestCorrelation))
            {
                return double.PositiveInfinity;
            }

            foreach (double gamma in point[2..])
            {
                if (!(gamma is >= 0 and <= 1))
                {
                    return double.PositiveInfinity;
                }
            }

            double squares = Run(point, default);
            return double.IsFinite(squares) ? squares : double.PositiveInfinity;
        }

        internal double Run(scoped ReadOnlySpan<double> point, scoped Span<double> forecasts)
        {
            first.AsSpan().CopyTo(seasons);
            double alpha = point[0];
            double correlation = point[1];
            double level = firstLevel;
            double lastError = 0;
            double squares = 0;
            Span<int> at = stackalloc int[_periods.Length];
            Restart(at);
            for (int t = 0; t < _values.Length; t++)
            {
                double season = 0;
                foreach (int place in at)
                {
                    season += seasons[place];
                }

                double plain = _values[t] - level - season;
                double error = plain - (correlation * lastError);
                lastError = plain;
                level += alpha * error;
                for (int i = 0; i < at.Length; i++)
                {
                    seasons[at[i]] += point[2 + i] * error;
                }

                squares += t >= skip ? error * error : 0;
                Advance(at);
            }

            double decay = 1;
            for (int h = 0; h < forecasts.Length; h++)
            {
                decay *= correlation;
                forecasts[h] = level + (decay * lastError);
                foreach (int place in at)
                {
                    forecasts[h] += seasons[place];
                }

                Advance(at);
            }

            return squares;
        }

        private void Restart(Span<int> at)
        {
            int offset = 0;
            for (int i = 0; i < at.Length; i++)
            {
                at[i] = offset;
                offset += _periods[i];
            }
        }

        private void Advance(Span<int> at)
        {
            int offset = 0;
            for (int i = 0; i < at.Length; i++)
            {
                int next = at[i] + 1;
                at[i] = next == offset + _periods[i] ? offset : next;
                offset += _periods[i];
            }
        }
    }
}
