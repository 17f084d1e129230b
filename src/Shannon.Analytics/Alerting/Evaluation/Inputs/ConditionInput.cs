using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Evaluation.Inputs;

/// <summary>One of the things that a condition reads: it takes records in and gives a number out. Belongs to one group of one alert; not thread-safe.</summary>
internal abstract class ConditionInput
{
    /// <summary>Takes a record, if it is one that the input reads.</summary>
    /// <param name="record">The record.</param>
    /// <param name="time">When it happened; not after <paramref name="now"/>.</param>
    /// <param name="now">The present.</param>
    /// <returns>Whether the record had something to say.</returns>
    internal abstract bool Take(MetricRecord record, long time, long now);

    /// <summary>The number now; NaN if undefined.</summary>
    internal abstract double Read(long now);
}
