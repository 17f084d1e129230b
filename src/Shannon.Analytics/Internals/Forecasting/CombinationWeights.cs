namespace Shannon.Analytics.Internals.Forecasting;

/// <summary>
/// How much each method counts: by the inverse fourth power of its mean absolute error on this series, that is the inverse square of its squared error
/// (J. M. Bates and C. W. J. Granger, "The Combination of Forecasts", 1969, with its square). Where nothing could be tried, the median of all.
/// </summary>
internal static class CombinationWeights
{
    private const double Power = -4;

    /// <summary>Writes weights that sum to 1 from <paramref name="errors"/>, which are infinite for methods that are not to be used. Some are finite.</summary>
    public static void FromErrors(ReadOnlySpan<double> errors, Span<double> weights)
    {
        double least = double.PositiveInfinity;
        double sum = 0;
        int finite = 0;
        foreach (double error in errors)
        {
            least = Math.Min(least, error);
            sum += double.IsFinite(error) ? error : 0;
            finite += double.IsFinite(error) ? 1 : 0;
        }

        // Relative to the best, so that no power overflows; a perfect method must not divide by zero.
        double floor = (1e-3 * sum / finite) + double.Epsilon;
        double total = 0;
        for (int i = 0; i < errors.Length; i++)
        {
            weights[i] = double.IsFinite(errors[i]) ? Math.Pow((errors[i] + floor) / (least + floor), Power) : 0;
            total += weights[i];
        }

        for (int i = 0; i < errors.Length; i++)
        {
            weights[i] /= total;
        }
    }

    /// <summary>Writes the weighted mean of the rows, or their median when there are no weights.</summary>
    public static void Combine(Candidates candidates, ReadOnlySpan<double> weights, Span<double> forecasts)
    {
        Span<double> column = stackalloc double[Candidates.Count];
        for (int h = 0; h < forecasts.Length; h++)
        {
            double sum = 0;
            double total = 0;
            int present = 0;
            for (int i = 0; i < Candidates.Count; i++)
            {
                if (!candidates.Has(i))
                {
                    continue;
                }

                column[present++] = candidates[i][h];
                if (!weights.IsEmpty)
                {
                    sum += weights[i] * candidates[i][h];
                    total += weights[i];
                }
            }

            Span<double> sorted = column[..present];
            sorted.Sort();
            forecasts[h] = total > 0 ? sum / total : 0.5 * (sorted[(present - 1) / 2] + sorted[present / 2]);
        }
    }
}
