using System.Runtime.InteropServices;

namespace Shannon.Analytics.Storage.Execution.Grouping;

/// <summary>
/// Combines several codes per row into one and numbers the combinations that occur from 0, in order of their first row. Combinations are counted in
/// a table while the product of the codes is small, else hashed. Owned by one worker.
/// </summary>
internal sealed class RowCodes : IDisposable
{
    private const int MinTable = 1 << 16;

    private readonly Dictionary<long, int> _hashed = [];
    private PooledBuffer<int> _codes;
    private PooledBuffer<int> _table;
    private PooledBuffer<int> _firsts;
    private PooledBuffer<int> _counts;
    private int _rows;
    private long _limit;

    /// <summary>The code of each row.</summary>
    internal Span<int> Codes => _codes.Of(_rows).AsSpan(0, _rows);

    /// <summary>After <see cref="Compress"/>: how many codes there are.</summary>
    internal int Count { get; private set; }

    /// <summary>After <see cref="Compress"/>: a place in the selection where each code occurs.</summary>
    internal ReadOnlySpan<int> Firsts => _firsts.Of(Count).AsSpan(0, Count);

    /// <summary>After <see cref="Compress"/>: how many rows have each code.</summary>
    internal ReadOnlySpan<int> Counts => _counts.Of(Count).AsSpan(0, Count);

    /// <summary>Starts with one code for all rows.</summary>
    internal void Begin(int rows)
    {
        _rows = rows;
        _limit = 1;
        _codes.Of(rows).AsSpan(0, rows).Clear();
    }

    /// <summary>Tells rows apart by another code, all of them below <paramref name="limit"/>.</summary>
    internal void Combine(ReadOnlySpan<int> codes, int limit)
    {
        Span<int> combined = Codes;
        if (_limit == 1)
        {
            codes[.._rows].CopyTo(combined);
            _limit = limit;
            return;
        }

        if (_limit * limit > MaxProduct)
        {
            Compress();
            if (_limit * limit > MaxProduct)
            {
                Hash(codes, limit);
                return;
            }
        }

        for (int i = 0; i < combined.Length; i++)
        {
            combined[i] = (combined[i] * limit) + codes[i];
        }

        _limit *= limit;
    }

    /// <summary>Numbers the codes that occur from 0 without gaps.</summary>
    internal void Compress()
    {
        Span<int> codes = Codes;
        int most = Math.Min(codes.Length, (int)_limit) + 1;
        int[] firsts = _firsts.Of(most);
        int[] counts = _counts.Of(most);
        Span<int> table = _table.Of((int)_limit).AsSpan(0, (int)_limit);
        table.Clear();
        int count = 0;
        for (int i = 0; i < codes.Length; i++)
        {
            ref int place = ref table[codes[i]];
            if (place == 0)
            {
                firsts[count] = i;
                counts[count] = 0;
                place = ++count;
            }

            int code = place - 1;
            codes[i] = code;
            counts[code]++;
        }

        Count = count;
        _limit = count;
    }

    public void Dispose()
    {
        _codes.Dispose();
        _table.Dispose();
        _firsts.Dispose();
        _counts.Dispose();
    }

    private long MaxProduct => Math.Max(MinTable, 4L * _rows);

    private void Hash(ReadOnlySpan<int> codes, int limit)
    {
        Span<int> combined = Codes;
        _hashed.Clear();
        for (int i = 0; i < combined.Length; i++)
        {
            ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(_hashed, ((long)combined[i] * limit) + codes[i], out bool known);
            place = known ? place : _hashed.Count - 1;
            combined[i] = place;
        }

        _limit = _hashed.Count;
    }
}
