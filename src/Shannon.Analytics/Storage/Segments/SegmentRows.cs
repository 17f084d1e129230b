namespace Shannon.Analytics.Storage.Segments;

/// <summary>
/// The rows of one future segment in their final order: where each comes from, and the stretches that come from one source, so that gathering a
/// column looks at its source once a stretch. Reusable; not thread-safe.
/// </summary>
internal sealed class SegmentRows
{
    private readonly List<Run> _runs = [];
    private int[] _rows = [];

    internal int Count { get; private set; }

    /// <summary>Each row's number in its source.</summary>
    internal ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    internal IReadOnlyList<Run> Runs => _runs;

    internal void Set(SealBatch batch, ReadOnlySpan<int> order)
    {
        if (_rows.Length < order.Length)
        {
            _rows = new int[Math.Max(order.Length, SegmentFormat.MaxMixedRows)];
        }

        Count = order.Length;
        _runs.Clear();
        int start = 0;
        int source = -1;
        int first = 0;
        for (int i = 0; i < order.Length; i++)
        {
            int from = batch.SourceOf(order[i]);
            if (from != source)
            {
                if (i > start)
                {
                    _runs.Add(new Run(source, start, i));
                }

                source = from;
                start = i;
                first = batch.FirstRowOf(from);
            }

            _rows[i] = order[i] - first;
        }

        if (order.Length > start)
        {
            _runs.Add(new Run(source, start, order.Length));
        }
    }

    /// <summary>Rows <paramref name="Start"/> to <paramref name="End"/> come from one source.</summary>
    internal readonly record struct Run(int Source, int Start, int End);
}
