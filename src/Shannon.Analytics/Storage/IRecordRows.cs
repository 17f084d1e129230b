using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage;

/// <summary>Records of which single fields are looked up without making whole records. Positions count from 0.</summary>
internal interface IRecordRows
{
    int Count { get; }

    long IdAt(int index);

    long TimeMicrosAt(int index);

    (MetricCategory Category, string Name) MetricAt(int index);

    string? SessionAt(int index);

    /// <summary>A measurement, or the record's cost in dollars by the name <c>cost</c> where no measurement has that name; null if it has none.</summary>
    double? NumberAt(int index, string measurement);

    AttributeValue AttributeAt(int index, string name);
}
