using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Evaluation.Inputs;

/// <summary>One of the things that a condition reads: it takes records in and gives a number out. Belongs to one group of one alert; not thread-safe.</summary>
internal abstract class ConditionInput
{
    private readonly Selector[] _sources;

    /// <summary>Makes an input.</summary>
    /// <param name="metric">The records it takes.</param>
    private protected ConditionInput(Selector? metric) => _sources = metric is null ? [] : [.. SourcesOf(metric)];

    /// <summary>The selectors that a metric of a condition stands for.</summary>
    internal static IEnumerable<Selector> SourcesOf(Selector metric)
    {
        Selector real = DerivedFigure.AliasOf(metric);
        return ValueSources.BesideOf(real).Prepend(real);
    }

    /// <summary>Takes a record, if it is one that the input reads.</summary>
    /// <param name="record">The record.</param>
    /// <param name="time">When it happened; not after <paramref name="now"/>.</param>
    /// <param name="now">The present.</param>
    internal virtual void Take(MetricRecord record, long time, long now)
    {
        foreach (Selector source in _sources)
        {
            if (source.Matches(record.Category, record.Name))
            {
                Take(record, source.Measurement, time, now);
                return;
            }
        }
    }

    /// <summary>The number now; NaN if undefined.</summary>
    internal abstract double Read(long now);

    /// <summary>Forgets what was taken in.</summary>
    private protected abstract void Take(MetricRecord record, string? measurement, long time, long now);
}
