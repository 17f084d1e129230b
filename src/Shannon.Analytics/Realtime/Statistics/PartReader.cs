using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Realtime.Statistics;

/// <summary>Reads the numbers of one selector, or of one part of a derived figure, off records. Used by one thread at a time.</summary>
internal sealed class PartReader(DerivedPart part)
{
    private readonly SelectorValues _values = new(part.Selector);
    private (MetricCategory Category, string? Name) _last;
    private Selector? _source;

    internal DerivedPart Part => part;

    /// <summary>The selectors to read beforehand, from what is stored.</summary>
    internal IReadOnlyList<Selector> Sources => _values.Sources;

    /// <summary>The number that a record adds; null if it is none of the selector's.</summary>
    internal double? NumberAt(IRecordRows rows, int index)
    {
        var (category, name) = rows.MetricAt(index);
        if (!ReferenceEquals(name, _last.Name) || category != _last.Category)
        {
            _last = (category, name);
            _source = _values.SourceOf(category, name);
        }

        if (_source is null || (part.OnlyFailed && !HasFailed(rows, index)))
        {
            return null;
        }

        if (part.Kind == DerivedPartKind.Sum)
        {
            return rows.NumberAt(index, _source.Measurement ?? DefaultMeasurement.Of(category));
        }

        return _source.Measurement is null || rows.NumberAt(index, _source.Measurement) is not null ? 1 : null;
    }

    private static bool HasFailed(IRecordRows rows, int index) =>
        Outcome.HasFailed(rows.AttributeAt(index, FieldNames.Success).ToString(), rows.AttributeAt(index, FieldNames.StatusCode).ToString());
}
