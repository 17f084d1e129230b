using Shannon.Analytics.Metrics;
using Shannon.Analytics.Realtime.Values;

namespace Shannon.Analytics.Alerting.Evaluation.Inputs;

/// <summary>An input that reads a number of each record: the value that a selector names, or 1 for each record it names.</summary>
internal abstract class ValueInput : ConditionInput
{
    private readonly ValueReader _reader;

    private protected ValueInput(DerivedPart part) => _reader = new ValueReader(part);

    /// <inheritdoc/>
    internal override bool Take(MetricRecord record, long time, long now) =>
        _reader.Read(new RecordFields(record)) is { } value && Take(value, record, time, now);

    /// <summary>Reads the value that a selector names.</summary>
    private protected static DerivedPart ValuesOf(Selector metric) => new(DerivedPartKind.Sum, metric);

    /// <summary>Reads 1 for each record that a selector names, if it has the measurement named.</summary>
    private protected static DerivedPart RecordsOf(Selector metric) => new(DerivedPartKind.Count, metric);

    /// <summary>Takes the number of a record; says whether it counts.</summary>
    private protected abstract bool Take(double value, MetricRecord record, long time, long now);
}
