namespace Shannon.Analytics.Internals.Forecasting;

/// <summary>
/// Locally weighted regression over equally spaced points: the neighbourhood is a number of points, the weights are tricube,
/// the local fit is constant or linear. W. S. Cleveland, "Robust Locally Weighted Regression and Smoothing Scatterplots",
/// JASA 74 (1979), with the conventions for ends, neighbourhoods wider than the data, and jumps of
/// R. B. Cleveland, W. S. Cleveland, McRae and Terpenning, "STL", Journal of Official Statistics 6 (1990).
/// </summary>
internal static class Loess
{
    // Within a thousandth of the neighbourhood's radius a point counts fully; beyond all but a thousandth, not at all.
    private const double Near = 0.001;
    private const double Far = 0.999;

    /// <summary>
    /// Smooths <paramref name="values"/> into <paramref name="smoothed"/> (same length). Every <paramref name="jump"/>-th point is fitted, those between are
    /// interpolated. <paramref name="weights"/> are robustness weights, or empty for none.
    /// </summary>
    public static void Smooth(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, int window, int degree, int jump, Span<double> smoothed)
    {
        int count = values.Length;
        if (count < 2)
        {
            values.CopyTo(smoothed);
            return;
        }

        jump = Math.Clamp(jump, 1, count - 1);
        int fitted = 0;
        int previous = -1;
        while (true)
        {
            (int left, int right) = Neighbourhood(fitted, count, window);
            smoothed[fitted] = TryFit(values, weights, window, degree, fitted, left, right, out double value) ? value : values[fitted];
            if (previous >= 0)
            {
                Interpolate(smoothed, previous, fitted);
            }

            if (fitted == count - 1)
            {
                return;
            }

            previous = fitted;
            fitted = Math.Min(fitted + jump, count - 1);
        }
    }

    /// <summary>The points, first and last included, that a fit at <paramref name="at"/> looks at.</summary>
    public static (int Left, int Right) Neighbourhood(int at, int count, int window)
    {
        if (window >= count)
        {
            return (0, count - 1);
        }

        int left = Math.Clamp(at - ((window - 1) / 2), 0, count - window);
        return (left, left + window - 1);
    }

    /// <summary>The local fit at <paramref name="at"/>, which may lie outside of the data; false when every weight is 0.</summary>
    public static bool TryFit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, int window, int degree, double at, int left, int right, out double fitted)
    {
        int count = values.Length;
        double radius = Math.Max(at - left, right - at);
        if (window > count)
        {
            radius += (window - count) / 2;
        }

        double far = Far * radius;
        double near = Near * radius;
        double inverse = radius > 0 ? 1 / radius : 0;
        double sum = 0;
        double sumX = 0;
        double sumXX = 0;
        double sumY = 0;
        double sumXY = 0;
        for (int i = left; i <= right; i++)
        {
            double x = i - at;
            double distance = Math.Abs(x);
            if (distance > far)
            {
                continue;
            }

            double weight = 1;
            if (distance > near)
            {
                double ratio = distance * inverse;
                double cube = 1 - (ratio * ratio * ratio);
                weight = cube * cube * cube;
            }

            if (!weights.IsEmpty)
            {
                weight *= weights[i];
            }

            double weighted = weight * x;
            sum += weight;
            sumX += weighted;
            sumXX += weighted * x;
            sumY += weight * values[i];
            sumXY += weighted * values[i];
        }

        if (!(sum > 0))
        {
            fitted = 0;
            return false;
        }

        // The line a + b x about the point itself, so that the fit is a. A neighbourhood without width has no slope.
        double meanX = sumX / sum;
        double meanY = sumY / sum;
        double spread = (sumXX / sum) - (meanX * meanX);
        fitted = degree > 0 && Math.Sqrt(Math.Max(spread, 0)) > Near * (count - 1)
            ? meanY - (meanX * (((sumXY / sum) - (meanX * meanY)) / spread))
            : meanY;
        return true;
    }

    private static void Interpolate(Span<double> smoothed, int from, int to)
    {
        double step = (smoothed[to] - smoothed[from]) / (to - from);
        for (int i = from + 1; i < to; i++)
        {
            smoothed[i] = smoothed[from] + (step * (i - from));
        }
    }
}
