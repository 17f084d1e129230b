namespace Shannon.Analytics.Internals.Forecasting;

/// <summary>A series made ready: leading gaps gone, inner and trailing ones filled, brought to a size near 1 so that nothing overflows.</summary>
internal sealed class Series
{
    private Series(double[] values, bool[] observed, double scale)
    {
        Values = values;
        Observed = observed;
        Scale = scale;
    }

    /// <summary>Finite values of size at most 1.</summary>
    public double[] Values { get; }

    /// <summary>Which values were there, not filled in.</summary>
    public bool[] Observed { get; }

    /// <summary>What the values were divided by.</summary>
    public double Scale { get; }

    /// <summary>Prepares <paramref name="values"/>; null and what is not finite is a gap.</summary>
    public static Series Prepare(ReadOnlySpan<double?> values, ReadOnlySpan<int> periods)
    {
        int start = 0;
        while (start < values.Length && !IsValue(values[start]))
        {
            start++;
        }

        values = values[start..];
        double scale = 0;
        foreach (double? value in values)
        {
            scale = IsValue(value) ? Math.Max(scale, Math.Abs(value.GetValueOrDefault())) : scale;
        }

        // A power of two, so that scaling is exact for all but subnormal numbers.
        scale = scale > 0 ? Math.ScaleB(1, Math.ILogB(scale)) : 1;
        double[] ready = new double[values.Length];
        bool[] observed = new bool[values.Length];
        for (int i = 0; i < ready.Length; i++)
        {
            observed[i] = IsValue(values[i]);
            ready[i] = observed[i] ? values[i].GetValueOrDefault() / scale : 0;
        }

        FillGaps(ready, observed, periods);
        return new(ready, observed, scale);
    }

    private static bool IsValue(double? value) => value is { } number && double.IsFinite(number);

    /// <summary>A gap gets the mean of the nearest values of its phase on both sides; without a season, a straight line.</summary>
    private static void FillGaps(double[] values, bool[] observed, ReadOnlySpan<int> periods)
    {
        int period = 1;
        foreach (int candidate in periods)
        {
            period = values.Length >= 2 * candidate ? candidate : period;
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (observed[i])
            {
                continue;
            }

            (int before, int after) = Neighbours(observed, i, period);
            if (before < 0 && after < 0)
            {
                (before, after) = Neighbours(observed, i, 1);
            }

            values[i] = (before, after) switch
            {
                ( >= 0, >= 0) => values[before] + ((values[after] - values[before]) * (i - before) / (after - before)),
                ( >= 0, _) => values[before],
                _ => values[after],
            };
        }
    }

    private static (int Before, int After) Neighbours(bool[] observed, int at, int step)
    {
        int before = at - step;
        while (before >= 0 && !observed[before])
        {
            before -= step;
        }

        int after = at + step;
        while (after < observed.Length && !observed[after])
        {
            after += step;
        }

        return (before, after < observed.Length ? after : -1);
    }
}
