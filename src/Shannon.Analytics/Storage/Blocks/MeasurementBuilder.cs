using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Storage.Blocks;

/// <summary>Collects one measurement column of a block. Not thread-safe.</summary>
internal sealed class MeasurementBuilder(string name)
{
    private SparseRows _rows;
    private double[] _values = [];

    internal string Name { get; } = name;

    internal int Count => _rows.Count;

    internal void Add(int row, double value)
    {
        Ensure(_rows.Count + 1);
        _values[_rows.Count] = value;
        _rows.Add(row);
    }

    internal void AddRange(int firstRow, ReadOnlySpan<double> values, ReadOnlySpan<bool> present)
    {
        Ensure(_rows.Count + values.Length);
        if (present.IsEmpty)
        {
            values.CopyTo(_values.AsSpan(_rows.Count));
            _rows.AddRange(firstRow, values.Length);
            return;
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (present[i])
            {
                Add(firstRow + i, values[i]);
            }
        }
    }

    internal int RowAtIndex(int index) => _rows.RowAt(index);

    internal double ValueAtIndex(int index) => _values[index];

    internal double? ValueAt(int row) => _rows.IndexOf(row) is >= 0 and var index ? _values[index] : null;

    internal void Compact(ReadOnlySpan<int> newRows) => _rows.Compact(newRows, (from, to) => _values[to] = _values[from]);

    internal void Clear() => _rows.Clear();

    internal void Encode(int rowCount, ByteWriter writer)
    {
        _rows.Encode(rowCount, writer);
        DoubleColumn.Encode(_values.AsSpan(0, _rows.Count), writer);
    }

    private void Ensure(int capacity)
    {
        if (capacity > _values.Length)
        {
            Array.Resize(ref _values, Math.Max(capacity, Math.Max(16, _values.Length * 2)));
        }
    }
}
