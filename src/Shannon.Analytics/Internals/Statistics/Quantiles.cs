namespace Shannon.Analytics.Internals.Statistics;

/// <summary>Quantiles by linear interpolation between order statistics (type 7).</summary>
internal static class Quantiles
{
    internal static void Compute(Span<double> scratch, ReadOnlySpan<double> probabilities, Span<double> results)
    {
        scratch.Sort();
        for (int i = 0; i < probabilities.Length; i++)
        {
            double h = (scratch.Length - 1) * probabilities[i];
            int rank = (int)h;
            double high = scratch[Math.Min(rank + 1, scratch.Length - 1)];
            results[i] = scratch[rank] + ((h - rank) * (high - scratch[rank]));
        }
    }
}
