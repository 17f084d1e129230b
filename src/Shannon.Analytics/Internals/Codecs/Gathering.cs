namespace Shannon.Analytics.Internals.Codecs;

/// <summary>Takes the values of some rows out of a column.</summary>
internal static class Gathering
{
    /// <summary>Writes the value of each of the rows; these may come in any order.</summary>
    public static void Take<T>(ReadOnlySpan<T> column, ReadOnlySpan<int> rows, Span<T> taken)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            taken[i] = column[rows[i]];
        }
    }

    /// <summary>The value of each of the rows.</summary>
    public static T[] Take<T>(ReadOnlySpan<T> column, ReadOnlySpan<int> rows)
    {
        var taken = new T[rows.Length];
        Take(column, rows, taken);
        return taken;
    }
}
