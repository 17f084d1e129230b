using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Internals.Memory;

namespace Shannon.Analytics.Storage.Blocks;

/// <summary>
/// Which rows of a block a column has values in. A column that has one in every row so far keeps no list.
/// Invariant: row numbers rise strictly. Not thread-safe.
/// </summary>
internal struct SparseRows
{
    private int[]? _rows;

    internal int Count { get; private set; }

    internal readonly int LastRow => Count == 0 ? -1 : _rows is null ? Count - 1 : _rows[Count - 1];

    internal readonly int RowAt(int index) => _rows is null ? index : _rows[index];

    /// <summary>Where the value of a row lies; negative if it has none.</summary>
    internal readonly int IndexOf(int row) => _rows is not null ? Array.BinarySearch(_rows, 0, Count, row) : row < Count ? row : -1;

    internal void Add(int row)
    {
        if (_rows is null)
        {
            if (row == Count)
            {
                Count++;
                return;
            }

            _rows = new int[Math.Max(16, Count * 2)];
            for (int i = 0; i < Count; i++)
            {
                _rows[i] = i;
            }
        }
        else if (Count == _rows.Length)
        {
            Array.Resize(ref _rows, Count * 2);
        }

        _rows[Count++] = row;
    }

    /// <summary>Adds <paramref name="count"/> rows from <paramref name="firstRow"/> on.</summary>
    internal void AddRange(int firstRow, int count)
    {
        if (_rows is null && firstRow == Count)
        {
            Count += count;
            return;
        }

        for (int i = 0; i < count; i++)
        {
            Add(firstRow + i);
        }
    }

    internal void Clear()
    {
        Count = 0;
        _rows = null;
    }

    /// <summary>Keeps only the values whose row is kept, under their new row numbers; says which values stay.</summary>
    internal void Compact(ReadOnlySpan<int> newRows, Action<int, int> move)
    {
        int kept = 0;
        int count = Count;
        var rows = new int[count];
        for (int i = 0; i < count; i++)
        {
            int row = newRows[RowAt(i)];
            if (row >= 0)
            {
                move(i, kept);
                rows[kept++] = row;
            }
        }

        _rows = rows.Length == 0 ? null : rows;
        Count = kept;
    }

    internal readonly void Encode(int rowCount, ByteWriter writer)
    {
        bool[] present = Loans.Rent<bool>(Math.Max(rowCount, 1));
        Span<bool> span = present.AsSpan(0, rowCount);
        if (Count == rowCount)
        {
            span.Fill(true);
        }
        else
        {
            span.Clear();
            for (int i = 0; i < Count; i++)
            {
                span[RowAt(i)] = true;
            }
        }

        PresenceColumn.Encode(span, writer);
        Loans.Return(present);
    }
}
