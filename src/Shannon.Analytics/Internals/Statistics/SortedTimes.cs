namespace Shannon.Analytics.Internals.Statistics;

/// <summary>Galloping searches in ascending times: quick when the answer is near, logarithmic when it is far.</summary>
internal static class SortedTimes
{
    /// <summary>The first index at or after <paramref name="start"/> whose time is after <paramref name="time"/>; the length when there is none.</summary>
    public static int After(ReadOnlySpan<long> times, int start, long time) =>
        time == long.MaxValue ? times.Length : From(times, start, time + 1);

    /// <summary>The first index at or after <paramref name="start"/> whose time is <paramref name="time"/> or after; the length when there is none.</summary>
    public static int From(ReadOnlySpan<long> times, int start, long time)
    {
        // Everything before low is earlier; high is the length or not earlier.
        int low = start;
        int high = start;
        for (int step = 1; high < times.Length && times[high] < time; step = step > times.Length / 2 ? step : 2 * step)
        {
            low = high + 1;
            high = times.Length - high > step ? high + step : times.Length;
        }

        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (times[middle] < time)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
