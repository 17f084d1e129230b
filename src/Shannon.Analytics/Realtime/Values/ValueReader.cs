using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Realtime.Values;

/// <summary>
/// Reads the numbers of one selector, or of one part of a derived figure, off committed records: the one reader behind statistics and alerts. What it
/// reads is what queries read of the record once it is stored. Used by one thread at a time.
/// </summary>
internal sealed class ValueReader(DerivedPart part)
{
    private readonly SelectorValues _values = new(part.Selector);
    private (MetricCategory Category, string? Name) _last;
    private Selector? _source;

    internal DerivedPart Part => part;

    /// <summary>The selectors to read beforehand, from what is stored.</summary>
    internal IReadOnlyList<Selector> Sources => _values.Sources;

    /// <summary>The number that a record adds: of a sum its value, else 1; null if the record is none of the selector's, or lacks the measurement.</summary>
    internal double? Read<T>(T record)
        where T : struct, IRecordFields
    {
        var (category, name) = record.Metric;
        if (!ReferenceEquals(name, _last.Name) || category != _last.Category)
        {
            _last = (category, name);
            _source = _values.SourceOf(category, name);
        }

        if (_source is null || (part.OnlyFailed && !Outcome.HasFailed(record.AttributeOf(FieldNames.Success).ToString(), record.AttributeOf(FieldNames.StatusCode).ToString())))
        {
            return null;
        }

        if (part.Kind == DerivedPartKind.Sum)
        {
            return record.NumberOf(_source.Measurement ?? DefaultMeasurement.Of(category));
        }

        return _source.Measurement is null || record.NumberOf(_source.Measurement) is not null ? 1 : null;
    }
}
