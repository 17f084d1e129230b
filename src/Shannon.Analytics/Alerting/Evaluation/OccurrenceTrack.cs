using Shannon.Analytics.Realtime.Windows;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>Whether a condition is met: often enough by records in the window, or by what holds at the moment. Not thread-safe.</summary>
internal sealed class OccurrenceTrack(TrackedCondition condition, OccurrenceWindow occurrences)
{
    /// <summary>Looks at the condition with a record just taken in.</summary>
    internal void See(InputSet inputs, long time)
    {
        if (condition.Holds(inputs) == true)
        {
            occurrences.Add(time, inputs.Now);
        }
    }

    /// <summary>How many records in the window met the condition.</summary>
    internal long Count(long now) => occurrences.Read(now);

    internal IEnumerable<long> Times(long now) => occurrences.Times(now);

    internal void Add(long time, long now) => occurrences.Add(time, now);

    internal void Clear() => occurrences.Clear();

    /// <summary>Whether the condition is met now; null if that is undefined, because nothing is known.</summary>
    internal bool? IsMet(InputSet inputs, int threshold)
    {
        long count = occurrences.Read(inputs.Now);
        if (condition.IsAboutRecords && count >= threshold)
        {
            return true;
        }

        bool? level = condition.HasLevel ? condition.Holds(inputs) : null;
        return level == true && !condition.IsAboutRecords && threshold > 1 ? count >= threshold : level;
    }
}
