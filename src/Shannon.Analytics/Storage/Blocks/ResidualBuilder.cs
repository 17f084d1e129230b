using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage.Blocks;

/// <summary>
/// Collects what found no column of its own, as (row, name, value) in row order: names used so rarely that columns would cost more than
/// they save. Kind <see cref="AttributeKind.None"/> marks a measurement. Not thread-safe.
/// </summary>
internal sealed class ResidualBuilder
{
    private readonly List<long> _rows = [];
    private readonly List<int> _names = [];
    private readonly List<AttributeValue> _values = [];
    private readonly StringCoder _coder = new();

    internal int Count => _rows.Count;

    internal void Add(int row, string name, AttributeValue value)
    {
        int code = _coder.CodeOf(name);
        for (int i = _rows.Count - 1; i >= 0 && _rows[i] == row; i--)
        {
            if (_names[i] == code && (_values[i].Kind == AttributeKind.None) == (value.Kind == AttributeKind.None))
            {
                _values[i] = value;
                return;
            }
        }

        _rows.Add(row);
        _names.Add(code);
        _values.Add(value);
    }

    /// <summary>What a row has here, in the order it was added. Only after <see cref="Encode"/>, which orders by row.</summary>
    internal IEnumerable<(string Name, AttributeValue Value)> EntriesOf(int row)
    {
        if (_rows.Count == 0)
        {
            yield break;
        }

        int index = _rows.BinarySearch(row);
        while (index > 0 && _rows[index - 1] == row)
        {
            index--;
        }

        for (; index >= 0 && index < _rows.Count && _rows[index] == row; index++)
        {
            yield return (_coder.Values[_names[index]], _values[index]);
        }
    }

    internal AttributeValue? Find(int row, string name, bool isMeasurement)
    {
        if (_rows.Count > 0)
        {
            foreach (var (entry, value) in EntriesOf(row))
            {
                if ((value.Kind == AttributeKind.None) == isMeasurement && string.Equals(entry, name, StringComparison.Ordinal))
                {
                    return value;
                }
            }
        }

        return null;
    }

    internal void Compact(ReadOnlySpan<int> newRows)
    {
        string[] names = [.. _coder.Values];
        _coder.Clear();
        int kept = 0;
        for (int i = 0; i < _rows.Count; i++)
        {
            int row = newRows[(int)_rows[i]];
            if (row >= 0)
            {
                _rows[kept] = row;
                _names[kept] = _coder.CodeOf(names[_names[i]]);
                _values[kept++] = _values[i];
            }
        }

        _rows.RemoveRange(kept, _rows.Count - kept);
        _names.RemoveRange(kept, _names.Count - kept);
        _values.RemoveRange(kept, _values.Count - kept);
    }

    internal void Clear()
    {
        _rows.Clear();
        _names.Clear();
        _values.Clear();
        _coder.Clear();
    }

    internal void Encode(ByteWriter writer)
    {
        writer.WriteVarUInt((ulong)_rows.Count);
        if (_rows.Count == 0)
        {
            return;
        }

        SortByRow();
        writer.WriteVarUInt((ulong)_coder.Count);
        TextColumn.Encode(System.Runtime.InteropServices.CollectionsMarshal.AsSpan((List<string>)_coder.Values), writer);
        LongColumn.Encode(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_rows), writer);
        CodeColumn.Encode(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_names), _coder.Count, writer);
        MixedColumnBuilder.EncodeValues(_values, writer);
    }

    // Column batches add one column after the other; readers search by row.
    private void SortByRow()
    {
        int[] order = [.. Enumerable.Range(0, _rows.Count).OrderBy(i => _rows[i])];
        long[] rows = [.. _rows];
        int[] names = [.. _names];
        AttributeValue[] values = [.. _values];
        for (int i = 0; i < order.Length; i++)
        {
            _rows[i] = rows[order[i]];
            _names[i] = names[order[i]];
            _values[i] = values[order[i]];
        }
    }
}
