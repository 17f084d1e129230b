using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>One rule or several with the same scope, which a record is shown to.</summary>
internal interface IRuleSet
{
    /// <summary>The records they are about.</summary>
    MetricFilter Scope { get; }

    /// <summary>Adds the rules that have to see a record.</summary>
    /// <param name="record">A record that the set's index found for it.</param>
    /// <param name="time">When it happened, not after <paramref name="now"/>.</param>
    /// <param name="now">The present.</param>
    /// <param name="met">Where to add them.</param>
    void Meet(MetricRecord record, long time, long now, MetRules met);
}
