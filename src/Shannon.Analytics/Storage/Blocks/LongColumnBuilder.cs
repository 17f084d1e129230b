using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Storage.Blocks;

/// <summary>Collects one column of whole numbers of a block. Not thread-safe.</summary>
internal sealed class LongColumnBuilder
{
    private SparseRows _rows;
    private long[] _values = [];

    internal int Count => _rows.Count;

    internal void Add(int row, long value)
    {
        if (_rows.Count == _values.Length)
        {
            Array.Resize(ref _values, Math.Max(16, _values.Length * 2));
        }

        _values[_rows.Count] = value;
        _rows.Add(row);
    }

    internal long ValueAtIndex(int index) => _values[index];

    internal long? ValueAt(int row) => _rows.IndexOf(row) is >= 0 and var index ? _values[index] : null;

    internal void Compact(ReadOnlySpan<int> newRows) => _rows.Compact(newRows, (from, to) => _values[to] = _values[from]);

    internal void Clear() => _rows.Clear();

    internal void Encode(int rowCount, ByteWriter writer)
    {
        _rows.Encode(rowCount, writer);
        LongColumn.Encode(_values.AsSpan(0, _rows.Count), writer);
    }
}
