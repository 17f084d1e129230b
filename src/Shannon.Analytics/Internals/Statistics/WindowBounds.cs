namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Windows <c>(end - length, end]</c> over ascending times, whose ends are the first time and every step after it up to the last time. Windows without
/// a sample are passed over, however long the pause.
/// </summary>
internal ref struct WindowBounds
{
    private readonly ReadOnlySpan<long> _times;
    private readonly ulong _length;
    private readonly ulong _step;
    private readonly ulong _span;

    // How far the next end lies after the first time.
    private ulong _next;
    private bool _done;

    /// <param name="times">Ascending microseconds.</param>
    /// <param name="length">Positive microseconds.</param>
    /// <param name="step">Positive microseconds.</param>
    public WindowBounds(ReadOnlySpan<long> times, long length, long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        _times = times;
        _length = (ulong)length;
        _step = (ulong)step;
        _done = times.IsEmpty;
        _span = times.IsEmpty ? 0 : unchecked((ulong)times[^1] - (ulong)times[0]);
    }

    /// <summary>The end of the window, which belongs to it.</summary>
    public long End { get; private set; }

    /// <summary>The index of the first sample in the window.</summary>
    public int From { get; private set; }

    /// <summary>The index after the last sample in the window.</summary>
    public int To { get; private set; }

    /// <summary>Goes to the next window that holds a sample; false after the last.</summary>
    public bool MoveNext()
    {
        while (!_done)
        {
            ulong end = _next;
            _done = _span - end < _step;
            _next = _done ? end : end + _step;
            End = unchecked((long)((ulong)_times[0] + end));
            To = SortedTimes.After(_times, To, End);
            From = end < _length ? 0 : SortedTimes.After(_times, From, unchecked((long)((ulong)_times[0] + (end - _length))));
            if (From < To)
            {
                return true;
            }

            // To is below the length, for else the last time would be in the window. Skip to the first end at or after the next sample.
            ulong wanted = unchecked((ulong)_times[To] - (ulong)_times[0]);
            ulong steps = (wanted / _step) + (wanted % _step == 0 ? 0UL : 1UL);
            _done = steps > _span / _step;
            _next = _done ? end : steps * _step;
        }

        return false;
    }
}
