using MathNet.Numerics.Distributions;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// The median slope between any two points, with its confidence interval: P. K. Sen, "Estimates of the Regression Coefficient Based on Kendall's Tau",
/// JASA 63 (1968), after H. Theil (1950). Up to some hundred points all slopes are looked at; above, ranks of slopes are found by
/// counting inversions (R. Cole, J. S. Salowe, W. L. Steiger and E. Szemerédi, SIAM Journal on Computing 18 (1989), by bisection).
/// </summary>
/// <param name="Slope">Per unit of time.</param>
/// <param name="Lower">Lower bound of the confidence interval.</param>
/// <param name="Upper">Upper bound of the confidence interval.</param>
/// <param name="Intercept">Median of value - slope time.</param>
internal readonly record struct SenSlope(double Slope, double Lower, double Upper, double Intercept)
{
    private const int GreatestAllPairs = 600;
    private const int Bisections = 110;

    /// <summary>Fits finite values at finite times that do not descend; null where fewer than two times differ, or a slope is beyond the range of double.</summary>
    public static SenSlope? Fit(ReadOnlySpan<double> times, ReadOnlySpan<double> values, double confidence, CancellationToken cancellationToken)
    {
        if (times.Length < 2 || times[0] == times[^1])
        {
            return null;
        }

        double[] x = times.ToArray();
        double[] y = values.ToArray();
        SortWithinTimes(x, y);
        Ranked ranked = x.Length <= GreatestAllPairs ? Ranked.All(x, y) : Ranked.Lazy(x, y, cancellationToken);
        double variance = KendallTau.Of(x, y).Variance;
        double z = Normal.InvCDF(0, 1, 1 - ((1 - confidence) / 2));
        double half = z * Math.Sqrt(Math.Max(0, variance));
        double slope = 0.5 * (ranked[(ranked.Count - 1) / 2] + ranked[ranked.Count / 2]);
        double lower = ranked[Clamp((ranked.Count - half) / 2, ranked.Count)];
        double upper = ranked[Clamp((ranked.Count + half) / 2, ranked.Count)];
        double[] rests = new double[x.Length];
        for (int i = 0; i < rests.Length; i++)
        {
            rests[i] = y[i] - (slope * x[i]);
        }

        Array.Sort(rests);
        double intercept = 0.5 * (rests[(rests.Length - 1) / 2] + rests[rests.Length / 2]);
        return double.IsFinite(slope) && double.IsFinite(lower) && double.IsFinite(upper) && double.IsFinite(intercept)
            ? new(slope, Math.Min(lower, slope), Math.Max(upper, slope), intercept)
            : null;
    }

    /// <summary>Values of one time ascend: then no bisection counts them as a falling pair.</summary>
    private static void SortWithinTimes(double[] x, double[] y)
    {
        for (int start = 0, i = 1; i <= x.Length; i++)
        {
            if (i == x.Length || x[i] != x[start])
            {
                Array.Sort(y, start, i - start);
                start = i;
            }
        }
    }

    private static long Clamp(double rank, long count) => (long)Math.Clamp(Math.Round(rank), 0, count - 1);

    /// <summary>All slopes in ascending order, materialised or found when asked for.</summary>
    private readonly struct Ranked
    {
        private readonly double[] _x;
        private readonly double[] _y;
        private readonly double[]? _slopes;
        private readonly CancellationToken _cancellationToken;

        private Ranked(double[] x, double[] y, double[]? slopes, long count, CancellationToken cancellationToken)
        {
            _x = x;
            _y = y;
            _slopes = slopes;
            Count = count;
            _cancellationToken = cancellationToken;
        }

        public long Count { get; }

        public double this[long rank] => _slopes is null ? Find(rank) : _slopes[rank];

        public static Ranked All(double[] x, double[] y)
        {
            List<double> slopes = new(x.Length * (x.Length - 1) / 2);
            for (int i = 0; i < x.Length; i++)
            {
                for (int j = i + 1; j < x.Length; j++)
                {
                    if (x[j] > x[i])
                    {
                        slopes.Add(((y[j] / 2) - (y[i] / 2)) / ((x[j] / 2) - (x[i] / 2)));
                    }
                }
            }

            slopes.Sort();
            return new(x, y, [.. slopes], slopes.Count, CancellationToken.None);
        }

        public static Ranked Lazy(double[] x, double[] y, CancellationToken cancellationToken)
        {
            long pairs = 0;
            for (int start = 0, i = 1; i <= x.Length; i++)
            {
                if (i == x.Length || x[i] != x[start])
                {
                    pairs += (long)start * (i - start);
                    start = i;
                }
            }

            return new(x, y, null, pairs, cancellationToken);
        }

        /// <summary>The slope that exactly <paramref name="rank"/> others lie below, by halving the range they all lie in.</summary>
        private double Find(long rank)
        {
            // Neighbouring times bound all slopes: a slope over several steps is a mean of theirs.
            double low = double.PositiveInfinity;
            double high = double.NegativeInfinity;
            for (int start = 0, i = 1; i < _x.Length; i++)
            {
                if (_x[i] != _x[i - 1])
                {
                    int end = i;
                    while (end + 1 < _x.Length && _x[end + 1] == _x[i])
                    {
                        end++;
                    }

                    double step = (_x[i] / 2) - (_x[start] / 2);
                    low = Math.Min(low, ((_y[i] / 2) - (_y[i - 1] / 2)) / step);
                    high = Math.Max(high, ((_y[end] / 2) - (_y[start] / 2)) / step);
                    start = i;
                }
            }

            double[] rests = new double[_x.Length];
            double[] buffer = new double[_x.Length];
            for (int i = 0; i < Bisections && low < high; i++)
            {
                _cancellationToken.ThrowIfCancellationRequested();
                double middle = low + ((high - low) / 2);
                if (middle <= low || middle >= high)
                {
                    break;
                }

                for (int k = 0; k < rests.Length; k++)
                {
                    rests[k] = _y[k] - (middle * _x[k]);
                }

                // A pair whose slope is below the middle has a rest that falls.
                if (KendallTau.CountInversions(rests, buffer) > rank)
                {
                    high = middle;
                }
                else
                {
                    low = middle;
                }
            }

            return low;
        }
    }
}
