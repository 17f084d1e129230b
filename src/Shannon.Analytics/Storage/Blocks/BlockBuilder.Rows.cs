using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage.Blocks;

/// <summary>Reads single rows back, as a decoder of the block would, for whoever is told of them before they are forgotten.</summary>
internal sealed partial class BlockBuilder
{
    private readonly NamesOfRow<double> _measurementsOfRow = new();
    private readonly NamesOfRow<AttributeValue> _attributesOfRow = new();

    internal MetricName NameAt(int row) => _names.At(row);

    internal long TimeAt(int row) => _times[row];

    /// <summary>The row's position in <see cref="Sessions"/>, or -1.</summary>
    internal int SessionCodeAt(int row) => _sessions.CodeAt(row);

    internal string? UserAt(int row) => _users.ValueAt(row);

    internal string? ProjectAt(int row) => _projects.ValueAt(row);

    internal string? ModelAt(int row) => _models.ValueAt(row);

    internal decimal? CostAt(int row) => _costs.ValueAt(row) is { } nano ? NanoCost.ToDollars(nano) : null;

    internal RecordKey? KeyAt(int row) => _keys.ValueAt(row) is { } key ? new RecordKey(key, _ranks.ValueAt(row) ?? 0) : null;

    internal double? MeasurementAt(int row, string name)
    {
        foreach (MeasurementBuilder column in _measurements)
        {
            if (string.Equals(column.Name, name, StringComparison.Ordinal))
            {
                return column.ValueAt(row);
            }
        }

        return _residual.Find(row, name, isMeasurement: true)?.RawNumber;
    }

    /// <summary>An attribute; of kind none where it is absent.</summary>
    internal AttributeValue AttributeAt(int row, string name)
    {
        foreach (AttributeBuilder column in _attributes)
        {
            if (string.Equals(column.Name, name, StringComparison.Ordinal))
            {
                return column.ValueAt(row);
            }
        }

        return _residual.Find(row, name, isMeasurement: false) ?? default;
    }

    internal MeasurementSet MeasurementsAt(int row)
    {
        foreach (MeasurementBuilder column in _measurements)
        {
            if (column.ValueAt(row) is { } value)
            {
                _measurementsOfRow.Add(column.Name, value);
            }
        }

        foreach (var (name, value) in _residual.EntriesOf(row))
        {
            if (value.Kind == AttributeKind.None)
            {
                _measurementsOfRow.Add(name, value.RawNumber);
            }
        }

        var (names, values) = _measurementsOfRow.Take();
        return names.Length == 0 ? MeasurementSet.Empty : new MeasurementSet(names, values);
    }

    internal AttributeSet AttributesAt(int row)
    {
        foreach (AttributeBuilder column in _attributes)
        {
            if (column.ValueAt(row) is { Kind: not AttributeKind.None } value)
            {
                _attributesOfRow.Add(column.Name, value);
            }
        }

        foreach (var (name, value) in _residual.EntriesOf(row))
        {
            if (value.Kind != AttributeKind.None)
            {
                _attributesOfRow.Add(name, value);
            }
        }

        var (names, values) = _attributesOfRow.Take();
        return names.Length == 0 ? AttributeSet.Empty : new AttributeSet(names, values);
    }

    // Rows that follow each other mostly have the same names: then they share one array of them.
    private sealed class NamesOfRow<T>
    {
        private readonly List<string> _names = [];
        private readonly List<T> _values = [];
        private string[] _last = [];

        internal void Add(string name, T value)
        {
            _names.Add(name);
            _values.Add(value);
        }

        internal (string[] Names, T[] Values) Take()
        {
            if (!_names.SequenceEqual(_last, StringComparer.Ordinal))
            {
                _last = [.. _names];
            }

            T[] values = [.. _values];
            _names.Clear();
            _values.Clear();
            return (_last, values);
        }
    }
}
