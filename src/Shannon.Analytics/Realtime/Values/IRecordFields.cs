using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Realtime.Values;

/// <summary>One record, wherever its fields lie. Implemented by structs, so that reading through it costs nothing.</summary>
internal interface IRecordFields
{
    (MetricCategory Category, string Name) Metric { get; }

    /// <summary>A measurement, or the record's cost in dollars by the name <c>cost</c> where no measurement has that name; null if it has none.</summary>
    double? NumberOf(string measurement);

    AttributeValue AttributeOf(string name);
}
