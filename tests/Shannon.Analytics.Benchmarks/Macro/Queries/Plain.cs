using Shannon.Analytics.Benchmarks.Macro.Shapes;

namespace Shannon.Analytics.Benchmarks.Macro.Queries;

/// <summary>Plain loops and textbook formulas for <see cref="TelemetryQuery.Compute"/>.</summary>
internal static class Plain
{
    /// <summary>Microseconds of an hour.</summary>
    public const long Hour = 3_600_000_000;

    /// <summary>Microseconds of a minute.</summary>
    public const long Minute = 60_000_000;

    /// <summary>Bucket of a row, counted from the start of the data.</summary>
    public static int Bucket(TelemetryRows rows, int row, long width) => (int)((rows.Times[row] - MetricColumns.StartMicros) / width);

    /// <summary>Values of one metric, or of all when it is negative, by a key, keys ascending.</summary>
    public static SortedDictionary<long, List<double>> Group(TelemetryRows rows, int metric, Func<int, long> key)
    {
        var groups = new Dictionary<long, List<double>>();
        for (int row = 0; row < rows.Count; row++)
        {
            if (metric >= 0 && rows.Metric.Codes[row] != metric)
            {
                continue;
            }

            long of = key(row);
            if (!groups.TryGetValue(of, out List<double>? values))
            {
                groups.Add(of, values = []);
            }

            values.Add(rows.Values[row]);
        }

        return new SortedDictionary<long, List<double>>(groups);
    }

    /// <summary>The position of a metric.</summary>
    public static int MetricOf(TelemetryRows rows, string name) => Array.IndexOf(rows.Metric.Values, name);

    /// <summary>Percentile of values by linear interpolation, type 7; sorts them.</summary>
    public static double Percentile(List<double> values, double p)
    {
        values.Sort();
        double h = (values.Count - 1) * p;
        int low = (int)h;
        return low + 1 == values.Count ? values[low] : values[low] + (h - low) * (values[low + 1] - values[low]);
    }

    /// <summary>Sample standard deviation; NaN-free: 0 for one value, as the contenders' NULL reads.</summary>
    public static double Deviation(List<double> values)
    {
        if (values.Count < 2)
        {
            return 0;
        }

        double mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
    }

    /// <summary>Pearson's correlation.</summary>
    public static double Correlation(double[] x, double[] y)
    {
        double meanX = x.Average();
        double meanY = y.Average();
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }

        return xy / Math.Sqrt(xx * yy);
    }

    /// <summary>Ranks from 1; equal values share their mean rank.</summary>
    public static double[] Ranks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        var ranks = new double[values.Length];
        for (int start = 0; start < order.Length;)
        {
            int end = start;
            while (end < order.Length && values[order[end]] == values[order[start]])
            {
                end++;
            }

            for (int i = start; i < end; i++)
            {
                ranks[order[i]] = (start + end + 1) / 2.0;
            }

            start = end;
        }

        return ranks;
    }

    /// <summary>Sorts the rows of an answer by all their columns, first to last.</summary>
    public static double[] SortRows(double[] answer, int columns)
    {
        int[] order = [.. Enumerable.Range(0, answer.Length / columns)];
        Array.Sort(order, (a, b) => Row(a).SequenceCompareTo(Row(b)));
        double[] sorted = new double[answer.Length];
        for (int i = 0; i < order.Length; i++)
        {
            Row(order[i]).CopyTo(sorted.AsSpan(i * columns));
        }

        return sorted;

        ReadOnlySpan<double> Row(int row) => answer.AsSpan(row * columns, columns);
    }
}
