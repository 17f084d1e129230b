namespace Shannon.Analytics.Internals.Statistics;

/// <summary>A change of level that lasts.</summary>
/// <param name="Index">The first value at the new level.</param>
/// <param name="Before">Median of the values since the shift before.</param>
/// <param name="After">Median of the values until the next one.</param>
/// <param name="Size">After less before, in standard deviations of the noise between neighbouring values; capped at 1e6 where there is hardly any.</param>
internal readonly record struct LevelShift(int Index, double Before, double After, double Size)
{
    private const double GreatestSize = 1e6;

    // Three times the Schwarz criterion's: a level shift is reported to people.
    private const double PenaltyFactor = 6;

    /// <summary>The shifts of at least <paramref name="leastSize"/> standard deviations in finite values, in order.</summary>
    public static IReadOnlyList<LevelShift> Find(ReadOnlySpan<double> values, double leastSize, int leastLength, CancellationToken cancellationToken)
    {
        int[] changes = ChangePoints.OfMean(values, PenaltyFactor, leastLength, cancellationToken);
        if (changes.Length == 0)
        {
            return [];
        }

        // As in ChangePoints: scaled, so that squares stay finite.
        double scale = Autocorrelation.Scale(MomentsAccumulator.Of(values));
        double[] scaled = new double[values.Length];
        for (int i = 0; i < scaled.Length; i++)
        {
            scaled[i] = values[i] * scale;
        }

        double noise = Math.Sqrt(ChangePoints.NoiseVariance(scaled));
        List<LevelShift> shifts = [];
        int start = 0;
        for (int i = 0; i < changes.Length; i++)
        {
            int end = i + 1 < changes.Length ? changes[i + 1] : values.Length;
            double before = Median(scaled.AsSpan(start, changes[i] - start));
            double after = Median(scaled.AsSpan(changes[i], end - changes[i]));
            double size = Math.Clamp((after - before) / Math.Max(noise, 1e-300), -GreatestSize, GreatestSize);
            if (Math.Abs(size) >= leastSize)
            {
                shifts.Add(new(changes[i], before / scale, after / scale, size));
                start = changes[i];
            }
        }

        return shifts;
    }

    private static double Median(Span<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return 0.5 * (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]);
    }
}
