using System.Runtime.InteropServices;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Storage.Execution.Reading;

/// <summary>The measurements and attributes of a batch. Which there are is known at once; values are collected when they are built.</summary>
internal sealed class ScanFields
{
    private readonly ScanPiece[] _pieces;
    private readonly int _count;
    private readonly SortedSet<string> _measurements = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _attributes = new(StringComparer.Ordinal);
    private readonly Dictionary<(bool IsMeasurement, string Name), List<(int Place, AttributeValue Value)>> _residual = [];
    private readonly bool _allMeasurements;
    private readonly bool _allAttributes;

    /// <param name="query">What is asked for.</param>
    /// <param name="pieces">The rows of the batch.</param>
    /// <param name="count">How many there are.</param>
    internal ScanFields(ScanQuery query, ScanPiece[] pieces, int count)
    {
        _pieces = pieces;
        _count = count;
        (_allMeasurements, _allAttributes) = (query.MeasurementNames is null, query.AttributeNames is null);
        foreach (ScanPiece piece in pieces)
        {
            _measurements.UnionWith(piece.Columns.Measurements.Select(column => column.Name));
            _attributes.UnionWith(piece.Columns.Attributes.Select(column => column.Name));
            if (piece.Columns.Residual is { } residual)
            {
                CollectResidual(piece, residual);
            }
        }
    }

    /// <summary>How many columns there are, some of them perhaps without a value.</summary>
    internal int Count => _measurements.Count + _attributes.Count;

    internal IReadOnlyList<MeasurementColumn> BuildMeasurements()
    {
        var columns = new List<MeasurementColumn>(_measurements.Count);
        foreach (string name in _measurements)
        {
            double[] values = new double[_count];
            bool[] present = new bool[_count];
            foreach (ScanPiece piece in _pieces)
            {
                Put(piece, Find(piece.Columns.Measurements, name), values, present);
            }

            foreach (var (place, value) in _residual.GetValueOrDefault((true, name), []))
            {
                (values[place], present[place]) = (value.RawNumber, true);
            }

            if (present.AsSpan().Contains(true))
            {
                columns.Add(new MeasurementColumn(name, values) { Present = present.AsSpan().Contains(false) ? present : default(ReadOnlyMemory<bool>) });
            }
        }

        return columns;
    }

    internal IReadOnlyList<AttributeColumn> BuildAttributes()
    {
        var columns = new List<AttributeColumn>(_attributes.Count);
        foreach (string name in _attributes)
        {
            if ((IsText(name) ? BuildText(name) : BuildValues(name)) is { } column)
            {
                columns.Add(column);
            }
        }

        return columns;
    }

    private static void Put(ScanPiece piece, DecodedNumbers<double>? column, double[] values, bool[] present)
    {
        if (column is null)
        {
            return;
        }

        piece.Put(column.Values, values);
        ReadOnlySpan<int> places = piece.Places;
        for (int i = 0; i < places.Length; i++)
        {
            present[places[i]] = column.Has(piece.Start + i);
        }
    }

    private bool IsText(string name) =>
        !_residual.ContainsKey((false, name)) && Array.TrueForAll(_pieces, piece => Find(piece.Columns.Attributes, name) is null or { Form: AttributeForm.Text });

    private AttributeColumn? BuildText(string name)
    {
        var text = new ScanText(_count);
        foreach (ScanPiece piece in _pieces)
        {
            if (Find(piece.Columns.Attributes, name)?.Text is { } own)
            {
                text.Add(piece, own);
            }
        }

        return text.Build() is { } values ? AttributeColumn.OfText(name, values) : null;
    }

    private AttributeColumn? BuildValues(string name)
    {
        var values = new AttributeValue[_count];
        foreach (ScanPiece piece in _pieces)
        {
            if (Find(piece.Columns.Attributes, name) is { } column)
            {
                ReadOnlySpan<int> places = piece.Places;
                for (int i = 0; i < places.Length; i++)
                {
                    values[places[i]] = column.At(piece.Start + i);
                }
            }
        }

        foreach (var (place, value) in _residual.GetValueOrDefault((false, name), []))
        {
            values[place] = value;
        }

        return Array.Exists(values, static value => value.Kind != AttributeKind.None) ? AttributeColumn.OfValues(name, values) : null;
    }

    /// <summary>Collects what has no column of its own by name, in one pass: there may be very many names.</summary>
    private void CollectResidual(ScanPiece piece, DecodedResidual residual)
    {
        ReadOnlySpan<int> places = piece.Places;
        for (int i = 0; i < places.Length; i++)
        {
            var (start, end) = piece.Columns.ResidualOf(piece.Start + i);
            for (int entry = start; entry < end; entry++)
            {
                AttributeValue value = residual.ValueAt(entry);
                bool isMeasurement = value.Kind == AttributeKind.None;
                if (isMeasurement ? _allMeasurements : _allAttributes)
                {
                    string name = residual.NameAt(entry);
                    (isMeasurement ? _measurements : _attributes).Add(name);
                    ref List<(int Place, AttributeValue Value)>? entries = ref CollectionsMarshal.GetValueRefOrAddDefault(_residual, (isMeasurement, name), out _);
                    (entries ??= []).Add((places[i], value));
                }
            }
        }
    }

    private static DecodedNumbers<double>? Find(IReadOnlyList<DecodedNumbers<double>> columns, string name) =>
        columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.Ordinal));

    private static DecodedAttribute? Find(IReadOnlyList<DecodedAttribute> columns, string name) =>
        columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.Ordinal));
}
