namespace Shannon.Analytics.Storage.Execution.Reading;

/// <summary>The rows of one source that fall into a batch.</summary>
/// <param name="source">The source.</param>
/// <param name="start">The first of them.</param>
/// <param name="places">Where in the batch each of them stands, rising.</param>
internal sealed class ScanPiece(ScanSource source, int start, ReadOnlyMemory<int> places)
{
    internal ScanSource Source => source;

    internal ScanColumns Columns => source.Columns;

    internal int Start => start;

    internal ReadOnlySpan<int> Places => places.Span;

    /// <summary>Puts a column's values to their places.</summary>
    internal void Put<T>(T[] column, T[] target)
    {
        ReadOnlySpan<T> values = column.AsSpan(start, places.Length);
        ReadOnlySpan<int> to = Places;
        for (int i = 0; i < to.Length; i++)
        {
            target[to[i]] = values[i];
        }
    }
}
