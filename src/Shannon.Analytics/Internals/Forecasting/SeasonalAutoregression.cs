using System.Buffers;

namespace Shannon.Analytics.Internals.Forecasting;

/// <summary>
/// A regression of the next value on the last few and on those around one and two periods ago, for several periods at once, forecast step by step.
/// The coefficients are held back by ridge regression: A. E. Hoerl and R. W. Kennard, Technometrics 12 (1970).
/// </summary>
internal static class SeasonalAutoregression
{
    // A thousandth of the variance of one regressor: enough to keep nearly equal lags from fighting each other.
    private const double Ridge = 1e-3;
    private const int RecentLags = 4;
    private const int RowsPerCoefficient = 4;

    /// <summary>Writes the forecasts; false, and nothing written, when there are too few values for the lags or no period.</summary>
    public static bool TryForecast(ReadOnlySpan<double> values, ReadOnlySpan<int> periods, Span<double> forecasts)
    {
        int count = values.Length;
        int[] lags = Lags(periods);
        int rows = lags.Length == 0 ? 0 : count - lags[^1];
        if (periods.IsEmpty || rows <= RowsPerCoefficient * lags.Length || rows < 2 * periods[0])
        {
            return false;
        }

        double mean = 0;
        foreach (double value in values)
        {
            mean += value / count;
        }

        double[] row = ArrayPool<double>.Shared.Rent(count + forecasts.Length);
        for (int i = 0; i < count; i++)
        {
            row[i] = values[i] - mean;
        }

        double[] coefficients = Fit(row.AsSpan(0, count), lags);
        for (int t = count; t < count + forecasts.Length; t++)
        {
            double sum = coefficients[^1];
            for (int i = 0; i < lags.Length; i++)
            {
                sum += coefficients[i] * row[t - lags[i]];
            }

            row[t] = sum;
            forecasts[t - count] = sum + mean;
        }

        ArrayPool<double>.Shared.Return(row);
        return true;
    }

    /// <summary>The lags, ascending and distinct.</summary>
    private static int[] Lags(ReadOnlySpan<int> periods)
    {
        SortedSet<int> lags = [];
        for (int lag = 1; lag <= RecentLags; lag++)
        {
            lags.Add(lag);
        }

        foreach (int period in periods)
        {
            lags.UnionWith([period - 1, period, period + 1, 2 * period]);
        }

        lags.Remove(0);
        return [.. lags];
    }

    /// <summary>One coefficient per lag and the constant; the normal equations by Cholesky, whose diagonal the ridge keeps positive.</summary>
    private static double[] Fit(ReadOnlySpan<double> values, int[] lags)
    {
        int size = lags.Length + 1;
        double[] matrix = new double[size * size];
        double[] right = new double[size];
        Span<double> regressors = stackalloc double[size];
        regressors[^1] = 1;
        double squares = 0;
        for (int t = lags[^1]; t < values.Length; t++)
        {
            double value = values[t];
            for (int i = 0; i < lags.Length; i++)
            {
                regressors[i] = values[t - lags[i]];
            }

            squares += value * value;
            for (int i = 0; i < size; i++)
            {
                double regressor = regressors[i];
                right[i] += regressor * value;
                Span<double> line = matrix.AsSpan(i * size, i + 1);
                for (int j = 0; j < line.Length; j++)
                {
                    line[j] += regressor * regressors[j];
                }
            }
        }

        for (int i = 0; i < size; i++)
        {
            matrix[(i * size) + i] += i < lags.Length ? (Ridge * squares) + double.Epsilon : 1e-6;
        }

        Solve(matrix, right, size);
        return right;
    }

    private static void Solve(Span<double> matrix, Span<double> right, int size)
    {
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = matrix[(i * size) + j];
                for (int k = 0; k < j; k++)
                {
                    sum -= matrix[(i * size) + k] * matrix[(j * size) + k];
                }

                double pivot = matrix[(j * size) + j];
                matrix[(i * size) + j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-300)) : sum / pivot;
            }
        }

        for (int i = 0; i < size; i++)
        {
            for (int k = 0; k < i; k++)
            {
                right[i] -= matrix[(i * size) + k] * right[k];
            }

            right[i] /= matrix[(i * size) + i];
        }

        for (int i = size - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < size; k++)
            {
                right[i] -= matrix[(k * size) + i] * right[k];
            }

            right[i] /= matrix[(i * size) + i];
        }
    }
}
