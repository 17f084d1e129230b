namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Pairs two series that were sampled at different moments. Times ascend, in any one unit; several values may share a time.
/// Every pair is the index of the driving series and that of its partner.
/// </summary>
internal static class TimeAlignment
{
    /// <summary>
    /// Each driving time with the nearest other one no farther than <paramref name="tolerance"/>; of two equally near, the earlier; of one time's values, the last.
    /// Writes to <paramref name="driving"/> and <paramref name="partner"/> (as long as the driving times) and returns how many pairs there are.
    /// </summary>
    public static int Nearest(ReadOnlySpan<long> drivingTimes, ReadOnlySpan<long> otherTimes, long tolerance, Span<int> driving, Span<int> partner)
    {
        int pairs = 0;
        int after = 0;
        for (int i = 0; i < drivingTimes.Length && !otherTimes.IsEmpty; i++)
        {
            long time = drivingTimes[i];
            after = SortedTimes.After(otherTimes, after, time);
            int chosen = after - 1;
            if (after < otherTimes.Length && (chosen < 0 || Distance(otherTimes[after], time) < Distance(time, otherTimes[chosen])))
            {
                chosen = after;
            }

            if (Distance(Math.Max(time, otherTimes[chosen]), Math.Min(time, otherTimes[chosen])) <= (ulong)tolerance)
            {
                driving[pairs] = i;
                partner[pairs++] = chosen;
            }
        }

        return pairs;
    }

    /// <summary>Each driving time with the last other one at or before it, no older than <paramref name="tolerance"/>: what was known then.</summary>
    public static int AsOf(ReadOnlySpan<long> drivingTimes, ReadOnlySpan<long> otherTimes, long tolerance, Span<int> driving, Span<int> partner)
    {
        int pairs = 0;
        int after = 0;
        for (int i = 0; i < drivingTimes.Length; i++)
        {
            after = SortedTimes.After(otherTimes, after, drivingTimes[i]);
            if (after > 0 && Distance(drivingTimes[i], otherTimes[after - 1]) <= (ulong)tolerance)
            {
                driving[pairs] = i;
                partner[pairs++] = after - 1;
            }
        }

        return pairs;
    }

    /// <summary>
    /// Means of both series over the buckets [k width, (k + 1) width) that hold values of both, in order of time.
    /// Buckets start at time 0: for days, that is midnight UTC when times count from the epoch.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive.</exception>
    public static (double[] X, double[] Y) BucketMeans(ReadOnlySpan<long> timesX, ReadOnlySpan<double> x, ReadOnlySpan<long> timesY, ReadOnlySpan<double> y, long width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        List<double> meansX = [];
        List<double> meansY = [];
        int i = 0;
        int j = 0;
        while (i < timesX.Length && j < timesY.Length)
        {
            long bucketX = FloorDivide(timesX[i], width);
            long bucketY = FloorDivide(timesY[j], width);
            int endX = bucketX <= bucketY ? End(timesX, i, bucketX, width) : i;
            int endY = bucketY <= bucketX ? End(timesY, j, bucketY, width) : j;
            if (bucketX == bucketY)
            {
                meansX.Add(MomentsAccumulator.Of(x[i..endX]).Mean!.Value);
                meansY.Add(MomentsAccumulator.Of(y[j..endY]).Mean!.Value);
            }

            i = endX;
            j = endY;
        }

        return ([.. meansX], [.. meansY]);
    }

    private static int End(ReadOnlySpan<long> times, int start, long bucket, long width)
    {
        Int128 end = ((Int128)bucket + 1) * width;
        return end > long.MaxValue ? times.Length : SortedTimes.From(times, start, (long)end);
    }

    private static long FloorDivide(long time, long width)
    {
        long quotient = time / width;
        return time % width < 0 ? quotient - 1 : quotient;
    }

    // Times may lie farther apart than a long holds.
    private static ulong Distance(long later, long earlier) => unchecked((ulong)later - (ulong)earlier);
}
