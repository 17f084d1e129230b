namespace Shannon.Analytics.Internals.Forecasting;

/// <summary>
/// Decomposition with several seasons: STL for each in turn, shortest first, each on what the others leave.
/// K. Bandara, R. J. Hyndman and C. Bergmeir, "MSTL: A Seasonal-Trend Decomposition Algorithm for Time Series with Multiple Seasonal Patterns" (2021).
/// </summary>
internal static class Mstl
{
    /// <summary>Decomposes finite <paramref name="values"/>; <paramref name="periods"/> ascend and each fits twice into the values. Seasons are in the order of periods.</summary>
    public static MstlDecomposition Decompose(ReadOnlySpan<double> values, ReadOnlySpan<int> periods, in StlOptions options, int iterations, CancellationToken cancellationToken)
    {
        double[][] seasons = new double[periods.Length][];
        if (periods.Length < 2)
        {
            StlDecomposition only = Stl.Decompose(values, periods.IsEmpty ? 1 : periods[0], options, cancellationToken);
            if (!periods.IsEmpty)
            {
                seasons[0] = only.Seasonal;
            }

            return new(only.Trend, seasons, only.Remainder);
        }

        double[] rest = values.ToArray();
        double[] trend = [];
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            for (int i = 0; i < periods.Length; i++)
            {
                Add(rest, seasons[i], 1);

                // Longer seasons have fewer repetitions to learn from: they move slower.
                StlOptions own = options.SeasonalWindow > 0 ? options with { SeasonalWindow = options.SeasonalWindow + (4 * i) } : options;
                StlDecomposition part = Stl.Decompose(rest, periods[i], own, cancellationToken);
                seasons[i] = part.Seasonal;
                trend = part.Trend;
                Add(rest, part.Seasonal, -1);
            }
        }

        Add(rest, trend, -1);
        return new(trend, seasons, rest);
    }

    private static void Add(double[] values, double[]? other, double factor)
    {
        for (int i = 0; other is not null && i < values.Length; i++)
        {
            values[i] += factor * other[i];
        }
    }
}
