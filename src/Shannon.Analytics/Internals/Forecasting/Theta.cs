namespace Shannon.Analytics.Internals.Forecasting;

/// <summary>
/// The Theta method: V. Assimakopoulos and K. Nikolopoulos, "The Theta Model: A Decomposition Approach to Forecasting",
/// International Journal of Forecasting 16 (2000), as the smoothing with drift that R. J. Hyndman and B. Billah (2003) showed it to be;
/// optimised as in J. A. Fiorucci, T. R. Pellegrini, F. Louzada, F. Petropoulos and A. B. Koehler, International Journal of Forecasting 32 (2016).
/// </summary>
/// <remarks>
/// The forecast is a simple exponential smoothing plus <see cref="Drift"/> times what the straight line adds, where 1/2 is the classic
/// method (theta = 2) and 1 - 1/theta in general. For a given smoothing parameter the first level and this weight are linear: they are solved exactly.
/// </remarks>
internal readonly record struct Theta
{
    private const int Evaluations = 40;
    private const double Tolerance = 1e-5;

    /// <summary>How fast the level follows, 0 to 1.</summary>
    public double Alpha { get; private init; }

    /// <summary>Level after the last value.</summary>
    public double Level { get; private init; }

    /// <summary>Intercept, at the time of the first value, and slope per step of the least-squares line.</summary>
    public (double Intercept, double Slope) Line { get; private init; }

    /// <summary>The weight of the line: 1 - 1/theta, 0 to 1.</summary>
    public double Drift { get; private init; }

    /// <summary>Sum of squared one-step errors.</summary>
    public double SquaredErrors { get; private init; }

    private int Count { get; init; }

    /// <summary>Fits finite <paramref name="values"/>, with theta = 2 or the one with the least squared errors.</summary>
    public static Theta Fit(ReadOnlySpan<double> values, bool optimised)
    {
        if (values.Length < 3)
        {
            return new() { Alpha = 1, Level = values.IsEmpty ? 0 : values[^1], Count = values.Length };
        }

        Objective objective = new(values, FitLine(values), optimised);
        Span<double> point = [0.3];
        NelderMead.Minimize(ref objective, point, [0.2], Tolerance, Evaluations);
        return objective.Result(point[0]);
    }

    /// <summary>Writes the forecasts of the next steps.</summary>
    public void Forecast(Span<double> forecasts)
    {
        double power = Math.Pow(1 - Alpha, Count);
        for (int h = 0; h < forecasts.Length; h++)
        {
            double line = (Line.Intercept * power) + (Line.Slope * (h + ((1 - power) / Alpha)));
            forecasts[h] = Level + (Drift * line);
        }
    }

    private static (double Intercept, double Slope) FitLine(ReadOnlySpan<double> values)
    {
        double middle = (values.Length - 1) / 2.0;
        double mean = 0;
        foreach (double value in values)
        {
            mean += value / values.Length;
        }

        double xy = 0;
        double xx = 0;
        for (int i = 0; i < values.Length; i++)
        {
            xy += (i - middle) * (values[i] - mean);
            xx += (i - middle) * (i - middle);
        }

        double slope = xy / xx;
        return (mean - (slope * middle), slope);
    }

    private readonly ref struct Objective(ReadOnlySpan<double> values, (double Intercept, double Slope) line, bool optimised) : NelderMead.IObjective
    {
        private readonly ReadOnlySpan<double> _values = values;

        public double Evaluate(scoped ReadOnlySpan<double> point)
        {
            double alpha = point[0];
            if (!(alpha >= ExponentialSmoothing.LeastAlpha && alpha <= ExponentialSmoothing.GreatestAlpha))
            {
                return double.PositiveInfinity;
            }

            double squares = Solve(alpha, out _, out _, out _);
            return double.IsFinite(squares) ? squares : double.PositiveInfinity;
        }

        internal Theta Result(double alpha)
        {
            double squares = Solve(alpha, out double first, out double drift, out double last);

            // The recursion is linear: the first level is what is left of it after every step.
            double level = last + (first * Math.Pow(1 - alpha, _values.Length));
            return new() { Alpha = alpha, Level = level, Line = line, Drift = drift, SquaredErrors = squares, Count = _values.Length };
        }

        /// <summary>One-step errors are e - first u - drift g: of smoothing from level 0, of a unit first level, of the line's share.</summary>
        private double Solve(double alpha, out double first, out double drift, out double last)
        {
            double level = 0;
            double power = 1;
            double ee = 0;
            double eu = 0;
            double eg = 0;
            double uu = 0;
            double ug = 0;
            double gg = 0;
            foreach (double value in _values)
            {
                double u = power;
                power *= 1 - alpha;
                double g = (line.Intercept * u) + (line.Slope * (1 - u) / alpha);
                double e = value - level;
                level += alpha * e;
                ee += e * e;
                eu += e * u;
                eg += e * g;
                uu += u * u;
                ug += u * g;
                gg += g * g;
            }

            last = level;
            drift = 0.5;
            double determinant = (uu * gg) - (ug * ug);
            if (optimised && determinant > 1e-10 * uu * gg)
            {
                drift = Math.Clamp(((eg * uu) - (eu * ug)) / determinant, 0, 1);
            }

            first = (eu - (drift * ug)) / uu;
            return Math.Max(0, ee + (first * first * uu) + (drift * drift * gg) - (2 * first * eu) - (2 * drift * eg) + (2 * first * drift * ug));
        }
    }
}
