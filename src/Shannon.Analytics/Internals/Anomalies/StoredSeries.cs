namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>A stored series as the batch detectors want it: values that are not finite left out, magnitudes such that squares stay finite.</summary>
internal readonly ref struct StoredSeries
{
    internal const int LeastPoints = 3;

    private const double MostMagnitude = 1e100;
    private const int CheckEvery = 4096;

    private StoredSeries(ReadOnlySpan<long> times, ReadOnlySpan<double> values)
    {
        Times = times;
        Values = values;
    }

    internal ReadOnlySpan<long> Times { get; }

    internal ReadOnlySpan<double> Values { get; }

    internal static StoredSeries From(ReadOnlySpan<long> times, ReadOnlySpan<double> values)
    {
        DetectorArguments.CheckSeries(times, values);
        int ordinary = 0;
        foreach (double value in values)
        {
            ordinary += Math.Abs(value) <= MostMagnitude ? 1 : 0;
        }

        if (ordinary == values.Length)
        {
            return new(times, values);
        }

        List<long> keptTimes = new(values.Length);
        List<double> keptValues = new(values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(values[i]))
            {
                keptTimes.Add(times[i]);
                keptValues.Add(Math.Clamp(values[i], -MostMagnitude, MostMagnitude));
            }
        }

        return new(keptTimes.ToArray(), keptValues.ToArray());
    }

    /// <summary>Whether the whole series is one window: it spans less than one.</summary>
    internal bool FitsIn(long windowMicros) => Times.Length == 0 || Distance(Times[0], Times[^1]) < (ulong)windowMicros;

    /// <summary>The first record inside the window that ends with record <paramref name="i"/>, searched from <paramref name="from"/> on.</summary>
    internal int WindowStart(int from, int i, long windowMicros, CancellationToken cancellationToken)
    {
        if (i % CheckEvery == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        while (from < i && Distance(Times[from], Times[i]) >= (ulong)windowMicros)
        {
            from++;
        }

        return from;
    }

    private static ulong Distance(long earlier, long later) => later <= earlier ? 0 : (ulong)later - (ulong)earlier;
}
