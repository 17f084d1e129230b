using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Storage.Blocks;

/// <summary>Collects one text column of a block, absent values included. Not thread-safe.</summary>
internal sealed class TextColumnBuilder
{
    private readonly StringCoder _coder = new();
    private SparseRows _rows;
    private int[] _codes = [];

    internal int Count => _rows.Count;

    internal IReadOnlyList<string> Dictionary => _coder.Values;

    internal void Add(int row, string value)
    {
        int index = _rows.Count;
        if (index > 0 && _rows.LastRow == row)
        {
            _codes[index - 1] = _coder.CodeOf(value);
            return;
        }

        Ensure(index + 1);
        _codes[index] = _coder.CodeOf(value);
        _rows.Add(row);
    }

    internal void AddRange(int firstRow, int count, Metrics.Columns.TextValues values)
    {
        Ensure(_rows.Count + count);
        if (values.Values is { } each)
        {
            for (int i = 0; i < count; i++)
            {
                if (each[i] is { } value)
                {
                    Add(firstRow + i, value);
                }
            }
        }
        else if (values.Codes is { } codes)
        {
            AddCodes(firstRow, count, values.Dictionary!, codes);
        }
        else if (values.ConstantValue is { } constant)
        {
            _codes.AsSpan(_rows.Count, count).Fill(_coder.CodeOf(constant));
            _rows.AddRange(firstRow, count);
        }
    }

    internal int CodeAtIndex(int index) => _codes[index];

    internal int RowAtIndex(int index) => _rows.RowAt(index);

    internal string ValueAtIndex(int index) => _coder.Values[_codes[index]];

    /// <summary>The row's position in <see cref="Dictionary"/>, or -1.</summary>
    internal int CodeAt(int row) => _rows.IndexOf(row) is >= 0 and var index ? _codes[index] : -1;

    internal string? ValueAt(int row) => CodeAt(row) is >= 0 and var code ? _coder.Values[code] : null;

    /// <summary>Drops rows, and from the dictionary what only they used: a withdrawn value leaves no trace.</summary>
    internal void Compact(ReadOnlySpan<int> newRows)
    {
        _rows.Compact(newRows, (from, to) => _codes[to] = _codes[from]);
        string[] values = [.. _coder.Values];
        _coder.Clear();
        for (int i = 0; i < _rows.Count; i++)
        {
            _codes[i] = _coder.CodeOf(values[_codes[i]]);
        }
    }

    internal void Clear()
    {
        _rows.Clear();
        _coder.Clear();
    }

    /// <summary>Presence and codes only: the dictionary is stored elsewhere, as global ids.</summary>
    internal void EncodeCodes(int rowCount, ByteWriter writer)
    {
        _rows.Encode(rowCount, writer);
        CodeColumn.Encode(_codes.AsSpan(0, _rows.Count), Math.Max(_coder.Count, 1), writer);
    }

    /// <summary>Presence, then the values: as a dictionary and codes, or as plain text when nearly every value is another one.</summary>
    internal void Encode(int rowCount, ByteWriter writer)
    {
        _rows.Encode(rowCount, writer);
        EncodeValues(writer);
    }

    internal void EncodeValues(ByteWriter writer)
    {
        int count = _rows.Count;
        bool plain = _coder.Count > BlockFormat.MaxDictionary && _coder.Count > count / 2;
        if (plain)
        {
            var values = new string[count];
            for (int i = 0; i < count; i++)
            {
                values[i] = _coder.Values[_codes[i]];
            }

            writer.WriteVarUInt(0);
            TextColumn.Encode(values, writer);
        }
        else
        {
            writer.WriteVarUInt((ulong)_coder.Count);
            if (count > 0)
            {
                TextColumn.Encode(System.Runtime.InteropServices.CollectionsMarshal.AsSpan((List<string>)_coder.Values), writer);
                CodeColumn.Encode(_codes.AsSpan(0, count), _coder.Count, writer);
            }
        }
    }

    private void AddCodes(int firstRow, int count, string?[] dictionary, int[] codes)
    {
        int[] map = new int[dictionary.Length];
        for (int i = 0; i < map.Length; i++)
        {
            map[i] = -1;
        }

        for (int i = 0; i < count; i++)
        {
            int code = codes[i];
            if (code >= 0 && dictionary[code] is { } value)
            {
                if (map[code] < 0)
                {
                    map[code] = _coder.CodeOf(value);
                }

                _codes[_rows.Count] = map[code];
                _rows.Add(firstRow + i);
            }
        }
    }

    private void Ensure(int capacity)
    {
        if (capacity > _codes.Length)
        {
            Array.Resize(ref _codes, Math.Max(capacity, Math.Max(16, _codes.Length * 2)));
        }
    }
}
