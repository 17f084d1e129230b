using Microsoft.Extensions.Logging;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage;

/// <summary>What an intake needs of its store.</summary>
internal abstract class IntakeTarget
{
    internal abstract TimeProvider TimeProvider { get; }

    internal abstract ILogger Logger { get; }

    /// <summary>Validates, filters, freezes and dates a metric; counts it as rejected if it is invalid.</summary>
    internal abstract TimedMetric Prepare(MetricInput metric);

    /// <summary>Stores prepared metrics; counts their fate and never throws for a failing store.</summary>
    internal abstract ValueTask StoreAsync(ReadOnlyMemory<TimedMetric> metrics);

    /// <summary>Stores columns; counts their fate and never throws for a failing store.</summary>
    internal abstract ValueTask StoreColumnsAsync(Metrics.Columns.ColumnBatch batch);
}
