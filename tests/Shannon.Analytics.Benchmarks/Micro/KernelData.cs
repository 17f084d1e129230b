namespace Shannon.Analytics.Benchmarks.Micro;

/// <summary>Seeded columns for the kernel benchmarks.</summary>
internal static class KernelData
{
    /// <summary>Latencies over some decades, rounded to three places as sources give them.</summary>
    public static double[] Latencies(int count, int seed = 7)
    {
        Random random = new(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = Math.Round(Math.Exp((random.NextDouble() * 4) + (random.NextDouble() * 3)), 3);
        }

        return values;
    }

    /// <summary>Ascending microseconds, five seconds apart on average.</summary>
    public static long[] Times(int count)
    {
        Random random = new(8);
        long[] times = new long[count];
        long now = 1_790_000_000_000_000;
        for (int i = 0; i < count; i++)
        {
            times[i] = now;
            now += random.Next(10_000_000);
        }

        return times;
    }

    /// <summary>Uniform codes below <paramref name="distinct"/>.</summary>
    public static int[] Codes(int count, int distinct)
    {
        Random random = new(9);
        int[] codes = new int[count];
        for (int i = 0; i < count; i++)
        {
            codes[i] = random.Next(distinct);
        }

        return codes;
    }
}
