using System.Buffers;

namespace Shannon.Analytics.Internals.Forecasting;

/// <summary>
/// An autoregression of deviations from a mean: coefficients by the Yule-Walker equations and the recursion of N. Levinson (1947)
/// and J. Durbin, "The Fitting of Time-Series Models" (1960), which keeps it stationary; the order with the least criterion of H. Akaike (1974).
/// </summary>
internal static class Autoregression
{
    /// <summary>The greatest order tried.</summary>
    public const int MaxOrder = 26;

    /// <summary>Writes the forecasts of the steps after finite <paramref name="values"/>; they return to <paramref name="mean"/>.</summary>
    public static void Forecast(ReadOnlySpan<double> values, double mean, Span<double> forecasts)
    {
        int count = values.Length;
        Span<double> coefficients = stackalloc double[MaxOrder];
        int order = Fit(values, mean, coefficients);

        // Deviations of the last values, then of the forecasts, in one row.
        double[] row = ArrayPool<double>.Shared.Rent(order + forecasts.Length);
        for (int i = 0; i < order; i++)
        {
            row[i] = values[count - order + i] - mean;
        }

        for (int h = 0; h < forecasts.Length; h++)
        {
            double sum = 0;
            for (int lag = 1; lag <= order; lag++)
            {
                sum += coefficients[lag - 1] * row[order + h - lag];
            }

            row[order + h] = sum;
            forecasts[h] = mean + sum;
        }

        ArrayPool<double>.Shared.Return(row);
    }

    /// <summary>Writes the coefficients of the lags 1, 2, … and returns their number, which may be 0.</summary>
    public static int Fit(ReadOnlySpan<double> values, double mean, Span<double> coefficients)
    {
        int count = values.Length;
        int longest = Math.Min(Math.Min(MaxOrder, coefficients.Length), count / 4);
        Span<double> covariance = stackalloc double[MaxOrder + 1];
        for (int lag = 0; lag <= longest; lag++)
        {
            double sum = 0;
            for (int i = lag; i < count; i++)
            {
                sum += (values[i] - mean) * (values[i - lag] - mean);
            }

            covariance[lag] = sum;
        }

        double variance = covariance[0];
        if (!(variance > 0))
        {
            return 0;
        }

        double floor = 1e-14 * variance;
        Span<double> current = stackalloc double[MaxOrder];
        Span<double> next = stackalloc double[MaxOrder];
        double least = count * Math.Log(variance);
        int best = 0;
        for (int order = 1; order <= longest && variance > floor; order++)
        {
            double partial = covariance[order];
            for (int j = 1; j < order; j++)
            {
                partial -= current[j - 1] * covariance[order - j];
            }

            partial /= variance;
            for (int j = 1; j < order; j++)
            {
                next[j - 1] = current[j - 1] - (partial * current[order - j - 1]);
            }

            next[order - 1] = partial;
            next[..order].CopyTo(current);
            variance *= 1 - (partial * partial);
            double criterion = (count * Math.Log(Math.Max(variance, floor))) + (2 * order);
            if (criterion < least)
            {
                least = criterion;
                best = order;
                current[..order].CopyTo(coefficients);
            }
        }

        return best;
    }
}
