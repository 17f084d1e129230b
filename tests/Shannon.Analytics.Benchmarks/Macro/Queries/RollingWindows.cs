using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Benchmarks.Macro.Queries;

/// <summary>The windows of <see cref="RollingQuery"/> over a series of ours.</summary>
internal static class RollingWindows
{
    private const int Steps = 5;

    /// <summary>One line per window with values: window, avg, std, min, max, sum, count and, if asked for, p95.</summary>
    public static double[] Compute(ReadOnlySpan<long> times, ReadOnlySpan<double> values, bool percentile)
    {
        var answer = new List<double>();
        if (times.Length == 0)
        {
            return [];
        }

        double[] scratch = [];
        Span<double> p95 = stackalloc double[1];
        long last = Minute(times[^1]) + Steps - 1;
        int start = 0;
        int end = 0;
        for (long window = Minute(times[0]); window <= last; window++)
        {
            while (end < times.Length && Minute(times[end]) <= window)
            {
                end++;
            }

            while (start < end && Minute(times[start]) <= window - Steps)
            {
                start++;
            }

            if (start == end)
            {
                continue;
            }

            ReadOnlySpan<double> inside = values[start..end];
            var moments = MomentsAccumulator.Of(inside);
            answer.AddRange([window, moments.Mean!.Value, moments.StandardDeviation ?? 0, moments.Min!.Value, moments.Max!.Value, moments.Sum!.Value, moments.Count]);
            if (percentile)
            {
                if (scratch.Length < inside.Length)
                {
                    scratch = new double[inside.Length * 2];
                }

                inside.CopyTo(scratch);
                Quantiles.Compute(scratch.AsSpan(0, inside.Length), [0.95], p95);
                answer.Add(p95[0]);
            }
        }

        return [.. answer];
    }

    private static long Minute(long time) => (time - MetricColumns.StartMicros) / Plain.Minute;
}
