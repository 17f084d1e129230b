namespace Shannon.Analytics.Benchmarks.Macro;

/// <summary>The samples of one contender over all rounds.</summary>
/// <param name="Entry">The contender.</param>
/// <param name="Samples">One sample per timed round.</param>
internal sealed record ContenderResult(ContenderEntry Entry, IReadOnlyList<Sample> Samples)
{
    /// <summary>The median of a measure.</summary>
    public double Median(Measure measure)
    {
        double[] values = Sorted(measure);
        int middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    /// <summary>(Largest - smallest) / median: how calm the machine was.</summary>
    public double Spread(Measure measure)
    {
        double[] values = Sorted(measure);
        double median = Median(measure);
        return median == 0 ? 0 : (values[^1] - values[0]) / median;
    }

    private double[] Sorted(Measure measure)
    {
        double[] values = [.. Samples.Select(measure.Value)];
        Array.Sort(values);
        return values;
    }
}
