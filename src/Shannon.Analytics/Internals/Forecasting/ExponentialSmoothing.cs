namespace Shannon.Analytics.Internals.Forecasting;

/// <summary>
/// Simple, Holt and damped exponential smoothing with additive errors, fitted by least squares: E. S. Gardner and E. McKenzie,
/// "Forecasting Trends in Time Series", Management Science 31 (1985); state-space form and AICc of R. J. Hyndman, A. B. Koehler,
/// R. D. Snyder and S. Grose, International Journal of Forecasting 18 (2002).
/// The errors are linear in the first states, so these are solved exactly for every trial of the smoothing parameters.
/// </summary>
internal readonly record struct ExponentialSmoothing
{
    internal const double LeastAlpha = 1e-4;
    internal const double GreatestAlpha = 0.9999;
    internal const double LeastDamping = 0.8;
    internal const double GreatestDamping = 0.98;
    private const int Evaluations = 80;
    private const double Tolerance = 1e-4;

    /// <summary>How fast the level follows, 0 to 1.</summary>
    public double Alpha { get; private init; }

    /// <summary>How fast the trend follows, 0 to alpha.</summary>
    public double Beta { get; private init; }

    /// <summary>What is left of the trend after one step: 1 for a linear one, 0 for none.</summary>
    public double Phi { get; private init; }

    /// <summary>Level after the last value.</summary>
    public double Level { get; private init; }

    /// <summary>Trend per step after the last value.</summary>
    public double Trend { get; private init; }

    /// <summary>Sum of squared one-step errors.</summary>
    public double SquaredErrors { get; private init; }

    /// <summary>Akaike's criterion corrected for small samples, up to a constant; infinite where there are too few values for the parameters.</summary>
    public double Aicc { get; private init; }

    /// <summary>Fits one kind to finite <paramref name="values"/>.</summary>
    public static ExponentialSmoothing Fit(ReadOnlySpan<double> values, TrendKind kind)
    {
        if (values.Length < 2)
        {
            return new() { Alpha = 1, Level = values.IsEmpty ? 0 : values[0] };
        }

        Objective objective = new(values, kind);
        Span<double> point = stackalloc double[3];
        Span<double> steps = stackalloc double[3];
        int dimensions = kind switch { TrendKind.None => 1, TrendKind.Linear => 2, _ => 3 };
        Start(objective, kind, point);
        steps[0] = point[0] < 0.5 ? 0.1 : -0.1;
        steps[1] = 0.05;
        steps[2] = point[2] < 0.9 ? 0.04 : -0.04;
        NelderMead.Minimize(ref objective, point[..dimensions], steps[..dimensions], Tolerance, Evaluations);
        return objective.Result(point);
    }

    /// <summary>The kind with the least AICc.</summary>
    public static ExponentialSmoothing FitBest(ReadOnlySpan<double> values, bool linear)
    {
        ExponentialSmoothing best = Fit(values, TrendKind.None);
        ExponentialSmoothing damped = Fit(values, TrendKind.Damped);
        best = damped.Aicc < best.Aicc ? damped : best;
        if (linear)
        {
            ExponentialSmoothing trended = Fit(values, TrendKind.Linear);
            best = trended.Aicc < best.Aicc ? trended : best;
        }

        return best;
    }

    /// <summary>Writes the forecasts of the next steps.</summary>
    public void Forecast(Span<double> forecasts)
    {
        double damping = Phi;
        double sum = 0;
        for (int i = 0; i < forecasts.Length; i++)
        {
            sum += damping;
            damping *= Phi;
            forecasts[i] = Level + (sum * Trend);
        }
    }

    /// <summary>The best of a coarse grid: the errors may have several valleys.</summary>
    private static void Start(in Objective objective, TrendKind kind, Span<double> point)
    {
        Span<double> trial = stackalloc double[3];
        double least = double.PositiveInfinity;
        foreach (double alpha in (ReadOnlySpan<double>)[0.02, 0.2, 0.5, 0.85])
        {
            foreach (double share in kind == TrendKind.None ? [0] : (ReadOnlySpan<double>)[0.02, 0.2, 0.7])
            {
                foreach (double phi in kind == TrendKind.Damped ? (ReadOnlySpan<double>)[0.84, 0.96] : [0.96])
                {
                    trial[0] = alpha;
                    trial[1] = share * alpha;
                    trial[2] = phi;
                    double squares = objective.Evaluate(trial);
                    if (squares < least || double.IsPositiveInfinity(least))
                    {
                        least = squares;
                        trial.CopyTo(point);
                    }
                }
            }
        }
    }

    /// <summary>The squared errors as a function of (alpha, beta, phi).</summary>
    private readonly ref struct Objective(ReadOnlySpan<double> values, TrendKind kind) : NelderMead.IObjective
    {
        private readonly ReadOnlySpan<double> _values = values;

        // Everything is linear in the values: taking off the first keeps small errors of large values exact.
        private readonly double _offset = values[0];

        public double Evaluate(scoped ReadOnlySpan<double> point)
        {
            if (!TryParameters(point, out double alpha, out double beta, out double phi))
            {
                return double.PositiveInfinity;
            }

            double squares = Solve(alpha, beta, phi, out _, out _);
            return double.IsFinite(squares) ? squares : double.PositiveInfinity;
        }

        internal ExponentialSmoothing Result(scoped ReadOnlySpan<double> point)
        {
            if (!TryParameters(point, out double alpha, out double beta, out double phi))
            {
                throw new InvalidOperationException("The least point lies outside of its bounds.");
            }

            Solve(alpha, beta, phi, out double level, out double trend);
            double squares = 0;
            foreach (double value in _values)
            {
                double predicted = level + (phi * trend);
                double error = value - _offset - predicted;
                level = predicted + (alpha * error);
                trend = (phi * trend) + (beta * error);
                squares += error * error;
            }

            int n = _values.Length;
            int parameters = kind switch { TrendKind.None => 3, TrendKind.Linear => 5, _ => 6 };
            double floor = 1e-20 * Math.Max(1, _offset * _offset);
            double aicc = n - parameters - 1 <= 0
                ? double.PositiveInfinity
                : (n * Math.Log(Math.Max(squares / n, floor))) + (2.0 * parameters * n / (n - parameters - 1));
            return new() { Alpha = alpha, Beta = beta, Phi = phi, Level = level + _offset, Trend = trend, SquaredErrors = squares, Aicc = aicc };
        }

        private bool TryParameters(scoped ReadOnlySpan<double> point, out double alpha, out double beta, out double phi)
        {
            alpha = point[0];
            beta = kind == TrendKind.None ? 0 : point[1];
            phi = kind switch { TrendKind.None => 0, TrendKind.Linear => 1, _ => point[2] };
            return alpha >= LeastAlpha && alpha <= GreatestAlpha
                && beta >= 0 && beta <= alpha
                && (kind != TrendKind.Damped || (phi >= LeastDamping && phi <= GreatestDamping));
        }

        /// <summary>
        /// The first level and trend with the least squared errors, and these. The errors are e + level u + trend v with three series
        /// that follow the same recursion: e of the values from zero states, u and v of no values from unit states.
        /// </summary>
        private double Solve(double alpha, double beta, double phi, out double level, out double trend)
        {
            if (kind == TrendKind.None)
            {
                trend = 0;
                return SolveLevel(alpha, out level);
            }

            double le = 0;
            double be = 0;
            double lu = 1;
            double bu = 0;
            double lv = 0;
            double bv = 1;
            double ee = 0;
            double eu = 0;
            double ev = 0;
            double uu = 0;
            double uv = 0;
            double vv = 0;
            foreach (double value in _values)
            {
                double pe = le + (phi * be);
                double pu = lu + (phi * bu);
                double pv = lv + (phi * bv);
                double e = value - _offset - pe;
                double u = -pu;
                double v = -pv;
                le = pe + (alpha * e);
                be = (phi * be) + (beta * e);
                lu = pu + (alpha * u);
                bu = (phi * bu) + (beta * u);
                lv = pv + (alpha * v);
                bv = (phi * bv) + (beta * v);
                ee += e * e;
                eu += e * u;
                ev += e * v;
                uu += u * u;
                uv += u * v;
                vv += v * v;
            }

            double determinant = (uu * vv) - (uv * uv);
            if (!(determinant > 1e-10 * uu * vv))
            {
                trend = 0;
                level = uu > 0 ? -eu / uu : 0;
            }
            else
            {
                level = ((ev * uv) - (eu * vv)) / determinant;
                trend = ((eu * uv) - (ev * uu)) / determinant;
            }

            return Math.Max(0, ee + (level * eu) + (trend * ev));
        }

        /// <summary>The same without a trend, where u is a power.</summary>
        private double SolveLevel(double alpha, out double level)
        {
            double last = 0;
            double power = 1;
            double ee = 0;
            double eu = 0;
            double uu = 0;
            foreach (double value in _values)
            {
                double e = value - _offset - last;
                last += alpha * e;
                ee += e * e;
                eu -= e * power;
                uu += power * power;
                power *= 1 - alpha;
            }

            level = -eu / uu;
            return Math.Max(0, ee + (level * eu));
        }
    }
}
