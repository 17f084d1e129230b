namespace Shannon.Analytics.Dashboards.Rendering;

/// <summary>Sorts values into bins of equal width.</summary>
internal static class HistogramBuilder
{
    internal static IReadOnlyList<HistogramBin> Build(ReadOnlySpan<double> values, int bins)
    {
        if (values.IsEmpty)
        {
            return [];
        }

        double min = double.PositiveInfinity;
        double max = double.NegativeInfinity;
        foreach (double value in values)
        {
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }

        // Halves, since the whole distance may lie beyond the range of double.
        double half = (max / 2) - (min / 2);
        if (half == 0)
        {
            return [new HistogramBin(min, max, values.Length)];
        }

        long[] counts = new long[bins];
        foreach (double value in values)
        {
            double share = ((value / 2) - (min / 2)) / half;
            counts[Math.Min(bins - 1, (int)(share * bins))]++;
        }

        double Edge(int index) => index == bins ? max : min + (2 * (half * (index / (double)bins)));
        return [.. counts.Select((count, index) => new HistogramBin(Edge(index), Edge(index + 1), count))];
    }
}
