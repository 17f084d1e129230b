namespace Shannon.Analytics.Storage.Segments;

/// <summary>
/// One coded column over all sources of a batch. Each source's dictionary is mapped once to codes that hold for the whole batch; rows are then
/// mapped by table. Not thread-safe.
/// </summary>
internal sealed class MergedCodes
{
    private readonly List<int[]?> _codes = [];
    private readonly List<int> _mapStarts = [];
    private readonly List<int> _used = [];
    private int[] _map = [];
    private int _mapLength;
    private int[] _local = [];

    /// <summary>The batch's codes that the segment uses, by the segment's code; valid until the next <see cref="Gather"/>.</summary>
    internal IReadOnlyList<int> Used => _used;

    /// <summary>Adds a source's codes; returns room for the batch's code of each of its dictionary entries.</summary>
    internal Span<int> Add(int source, int[] codes, int dictionaryLength)
    {
        while (_codes.Count < source)
        {
            _codes.Add(null);
            _mapStarts.Add(0);
        }

        _codes.Add(codes);
        _mapStarts.Add(_mapLength);
        if (_mapLength + dictionaryLength > _map.Length)
        {
            Array.Resize(ref _map, Math.Max(_mapLength + dictionaryLength, Math.Max(64, _map.Length * 2)));
        }

        Span<int> room = _map.AsSpan(_mapLength, dictionaryLength);
        _mapLength += dictionaryLength;
        return room;
    }

    internal bool Occurs(SegmentRows rows)
    {
        foreach (SegmentRows.Run run in rows.Runs)
        {
            if (run.Source < _codes.Count && _codes[run.Source] is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The segment's own codes, given in the order of first use; -1 where absent. Returns how many rows have one.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="distinct">How many codes the batch has.</param>
    /// <param name="codes">Receives the codes.</param>
    /// <param name="present">Receives where there is one.</param>
    internal int Gather(SegmentRows rows, int distinct, Span<int> codes, Span<bool> present)
    {
        Forget(distinct);
        ReadOnlySpan<int> sourceRows = rows.Rows;
        int[] local = _local;
        int count = 0;
        foreach (SegmentRows.Run run in rows.Runs)
        {
            if (run.Source >= _codes.Count || _codes[run.Source] is not { } source)
            {
                codes[run.Start..run.End].Fill(-1);
                present[run.Start..run.End].Clear();
                continue;
            }

            ReadOnlySpan<int> map = _map.AsSpan(_mapStarts[run.Source]);
            for (int i = run.Start; i < run.End; i++)
            {
                int code = source[sourceRows[i]];
                present[i] = code >= 0;
                if (code < 0)
                {
                    codes[i] = -1;
                    continue;
                }

                int merged = map[code];
                int own = local[merged] - 1;
                if (own < 0)
                {
                    own = _used.Count;
                    _used.Add(merged);
                    local[merged] = own + 1;
                }

                codes[i] = own;
                count++;
            }
        }

        return count;
    }

    private void Forget(int distinct)
    {
        foreach (int used in _used)
        {
            _local[used] = 0;
        }

        _used.Clear();
        if (_local.Length < distinct)
        {
            // All zero by now, so nothing is lost.
            _local = new int[Math.Max(distinct, _local.Length * 2)];
        }
    }
}
