namespace Shannon.Analytics.Storage.Execution;

/// <summary>The rows of a group that a query is about, by rising row number: a range, or a list in a worker's buffer, valid until that worker's next selection.</summary>
internal readonly struct RowSelection
{
    private readonly int _start;
    private readonly int[]? _rows;

    private RowSelection(int start, int count, int[]? rows)
    {
        _start = start;
        Count = count;
        _rows = rows;
    }

    internal int Count { get; }

    internal bool IsRange => _rows is null;

    /// <summary>The first row of a range.</summary>
    internal int Start => _start;

    /// <summary>The rows of a list.</summary>
    internal ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    internal int First => RowAt(0);

    internal int Last => RowAt(Count - 1);

    internal static RowSelection Range(int start, int count) => new(start, count, null);

    internal static RowSelection List(int[] rows, int count) => new(0, count, rows);

    internal int RowAt(int index) => _rows is null ? _start + index : _rows[index];

    /// <summary>The selected values of a column: a view of a range, else gathered into <paramref name="buffer"/>.</summary>
    internal ReadOnlySpan<T> Take<T>(T[] column, scoped ref PooledBuffer<T> buffer)
        where T : struct
    {
        if (_rows is null)
        {
            return column.AsSpan(_start, Count);
        }

        T[] taken = buffer.Of(Count);
        ReadOnlySpan<int> rows = Rows;
        for (int i = 0; i < rows.Length; i++)
        {
            taken[i] = column[rows[i]];
        }

        return taken.AsSpan(0, Count);
    }
}
