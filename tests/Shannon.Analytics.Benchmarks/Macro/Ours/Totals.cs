using Shannon.Analytics.Collection;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Benchmarks.Macro.Ours;

/// <summary>How many values are stored, and their sum.</summary>
internal static class Totals
{
    internal static async ValueTask<double[]> OfAsync(MetricsCollector collector, int expected)
    {
        double count = 0;
        double sum = 0;
        await foreach (MetricRecord record in collector.EnumerateMetricsAsync())
        {
            count++;
            sum += record.Value ?? 0;
        }

        return count == expected ? [count, sum] : throw new WrongAnswerException(FormattableString.Invariant($"{count} of {expected} values are stored."));
    }
}
