namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>Which groups of rows have been read, of a list in order of their first times. Thread-safe.</summary>
internal sealed class ScanProgress(long[] minTimes)
{
    private readonly Lock _lock = new();
    private readonly bool[] _done = new bool[minTimes.Length];
    private int _first;

    /// <summary>No group that is still to be read, or being read, has rows before this moment.</summary>
    internal long Watermark
    {
        get
        {
            lock (_lock)
            {
                return _first == minTimes.Length ? long.MaxValue : minTimes[_first];
            }
        }
    }

    internal void Done(int index)
    {
        lock (_lock)
        {
            _done[index] = true;
            while (_first < _done.Length && _done[_first])
            {
                _first++;
            }
        }
    }
}
