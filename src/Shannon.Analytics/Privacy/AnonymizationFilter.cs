using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Privacy;

/// <summary>The step by which every record of a store object is anonymised; as long as nothing is configured it changes nothing. Thread-safe.</summary>
internal sealed class AnonymizationFilter(TokenMap? tokens) : IRecordFilter
{
    private volatile ValueAnonymizer? _values;

    /// <summary>What to do from now on; null for nothing.</summary>
    internal ValueAnonymizer? Values
    {
        get => _values;
        set => _values = value;
    }

    public MetricInput Apply(MetricInput metric) => _values is { } values ? MetricAnonymizer.Apply(values, metric) : metric;

    public ColumnBatch Apply(ColumnBatch batch) => _values is { } values ? ColumnAnonymizer.Apply(values, batch) : batch;

    public ValueTask SettleAsync(CancellationToken cancellationToken = default) => tokens?.SettleAsync(cancellationToken) ?? ValueTask.CompletedTask;
}
