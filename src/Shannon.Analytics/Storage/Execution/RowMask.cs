using System.Numerics;
using System.Runtime.InteropServices;
using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Execution;

/// <summary>
/// Rows of one group under conditions that are added one by one. Stays a plain range of rows until a condition tells its rows apart.
/// Owned by one worker; <see cref="Begin"/> starts anew.
/// </summary>
internal sealed class RowMask : IDisposable
{
    private PooledBuffer<bool> _flags;
    private PooledBuffer<int> _rows;
    private int _start;
    private int _end;
    private bool[]? _mask;

    internal bool IsEmpty => _end <= _start;

    internal int Start => _start;

    internal int End => _end;

    internal void Begin(int count)
    {
        _start = 0;
        _end = count;
        _mask = null;
    }

    /// <summary>Keeps only a range; called before any condition tells rows apart.</summary>
    internal void Narrow(int start, int end)
    {
        _start = Math.Max(_start, start);
        _end = Math.Min(_end, end);
    }

    internal void Clear() => _end = _start;

    internal void KeepTimes(ReadOnlySpan<long> times, long from, long to)
    {
        Span<bool> mask = Flags();
        times = times[_start.._end];
        for (int i = 0; i < mask.Length; i++)
        {
            mask[i] &= times[i] >= from & times[i] <= to;
        }
    }

    /// <summary>Keeps rows that have one code.</summary>
    internal void KeepCode(ReadOnlySpan<int> codes, int code)
    {
        codes = codes[_start.._end];
        if (_mask is null)
        {
            Select(codes, code);
            return;
        }

        Span<bool> mask = Flags();
        for (int i = 0; i < mask.Length; i++)
        {
            mask[i] &= codes[i] == code;
        }
    }

    /// <summary>Keeps rows whose code is wanted. Code -1 stands for absent, which is wanted if <paramref name="absent"/> is true.</summary>
    internal void KeepCodes(ReadOnlySpan<int> codes, ReadOnlySpan<bool> wanted, bool absent = false)
    {
        int only = Single(wanted);
        if (only >= 0 && !absent)
        {
            KeepCode(codes, only);
            return;
        }

        Span<bool> mask = Flags();
        codes = codes[_start.._end];
        for (int i = 0; i < mask.Length; i++)
        {
            int code = codes[i];
            mask[i] &= code < 0 ? absent : wanted[code];
        }
    }

    /// <summary>The row's own code decides; its session's only where it has none.</summary>
    internal void KeepInherited(ReadOnlySpan<int> own, ReadOnlySpan<bool> wantedOwn, ReadOnlySpan<int> sessions, ReadOnlySpan<bool> wantedSessions)
    {
        Span<bool> mask = Flags();
        own = own[_start.._end];
        sessions = sessions[_start.._end];
        for (int i = 0; i < mask.Length; i++)
        {
            mask[i] &= own[i] >= 0 ? wantedOwn[own[i]] : sessions[i] >= 0 && wantedSessions[sessions[i]];
        }
    }

    internal void KeepPresent(bool[]? present)
    {
        if (present is null)
        {
            return;
        }

        Span<bool> mask = Flags();
        ReadOnlySpan<bool> flags = present.AsSpan(_start, _end - _start);
        for (int i = 0; i < mask.Length; i++)
        {
            mask[i] &= flags[i];
        }
    }

    internal void KeepRange(DecodedNumbers<double> column, double min, double max)
    {
        KeepPresent(column.Present);
        Span<bool> mask = Flags();
        ReadOnlySpan<double> values = column.Values.AsSpan(_start, _end - _start);
        for (int i = 0; i < mask.Length; i++)
        {
            mask[i] &= values[i] >= min & values[i] <= max;
        }
    }

    /// <summary>Keeps present numbers with just these bits.</summary>
    internal void KeepBits(DecodedNumbers<double> column, long bits)
    {
        KeepPresent(column.Present);
        Span<bool> mask = Flags();
        ReadOnlySpan<double> values = column.Values.AsSpan(_start, _end - _start);
        for (int i = 0; i < mask.Length; i++)
        {
            mask[i] &= BitConverter.DoubleToInt64Bits(values[i]) == bits;
        }
    }

    /// <summary>Keeps rows that a test admits: for what has no kernel.</summary>
    internal void KeepWhere(Func<int, bool> admits)
    {
        Span<bool> mask = Flags();
        for (int i = 0; i < mask.Length; i++)
        {
            mask[i] = mask[i] && admits(_start + i);
        }
    }

    /// <summary>Drops rows, given by rising number.</summary>
    internal void Drop(ReadOnlySpan<int> rows)
    {
        Span<bool> mask = Flags();
        foreach (int row in rows)
        {
            if (row >= _start && row < _end)
            {
                mask[row - _start] = false;
            }
        }
    }

    internal RowSelection Select()
    {
        int length = Math.Max(0, _end - _start);
        if (_mask is null)
        {
            return RowSelection.Range(_start, length);
        }

        int[] rows = _rows.Of(length);
        int count = RowsOf(_mask.AsSpan(0, length), rows);

        return count > 0 && rows[count - 1] - rows[0] == count - 1 ? RowSelection.Range(rows[0], count) : RowSelection.List(rows, count);
    }

    /// <summary>Lists the rows that are kept; eight flags at a time where none of them is set.</summary>
    private int RowsOf(ReadOnlySpan<bool> mask, int[] rows)
    {
        ReadOnlySpan<ulong> eights = MemoryMarshal.Cast<bool, ulong>(mask);
        int count = 0;
        for (int eight = 0; eight < eights.Length; eight++)
        {
            for (ulong flags = eights[eight]; flags != 0; flags &= flags - 1)
            {
                rows[count++] = _start + (eight * 8) + (BitOperations.TrailingZeroCount(flags) >> 3);
            }
        }

        for (int i = eights.Length * 8; i < mask.Length; i++)
        {
            if (mask[i])
            {
                rows[count++] = _start + i;
            }
        }

        return count;
    }

    public void Dispose()
    {
        _flags.Dispose();
        _rows.Dispose();
    }

    /// <summary>The first condition, where few rows have the code: searches for them and leaves the rest alone.</summary>
    private void Select(ReadOnlySpan<int> codes, int code)
    {
        Span<bool> mask = Flags(false);
        int last = -1;
        for (int at = codes.IndexOf(code); at >= 0;)
        {
            last = at;
            mask[at] = true;
            int next = codes[(at + 1)..].IndexOf(code);
            at = next < 0 ? -1 : at + 1 + next;
        }

        if (last < 0)
        {
            Clear();
        }
    }

    private static int Single(ReadOnlySpan<bool> wanted)
    {
        int first = wanted.IndexOf(true);
        return first >= 0 && wanted[(first + 1)..].Contains(true) ? -1 : first;
    }

    private Span<bool> Flags(bool value = true)
    {
        int length = _end - _start;
        if (_mask is null)
        {
            _mask = _flags.Of(length);
            _mask.AsSpan(0, length).Fill(value);
        }

        return _mask.AsSpan(0, length);
    }
}
