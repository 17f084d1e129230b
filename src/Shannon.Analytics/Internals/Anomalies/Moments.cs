namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>Count, mean and sum of squared distances from the mean of some values.</summary>
internal readonly record struct Moments(int Count, double Mean, double Squares)
{
    /// <summary>The standard deviation of a sample (n - 1); zero for less than two values.</summary>
    internal double StandardDeviation => Count < 2 ? 0 : Math.Sqrt(Squares / (Count - 1));

    internal static Moments Add(in Moments moments, double value)
    {
        int count = moments.Count + 1;
        double distance = value - moments.Mean;
        double mean = moments.Mean + (distance / count);
        return new(count, mean, moments.Squares + (distance * (value - mean)));
    }

    internal static Moments Merge(in Moments a, in Moments b)
    {
        if (a.Count == 0 || b.Count == 0)
        {
            return a.Count == 0 ? b : a;
        }

        int count = a.Count + b.Count;
        double distance = b.Mean - a.Mean;
        double share = b.Count / (double)count;
        return new(count, a.Mean + (distance * share), a.Squares + b.Squares + (distance * distance * a.Count * share));
    }
}
