using System.Buffers;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Statistics of each window of <see cref="WindowBounds"/>, every sample being read twice whatever the overlap. Nothing is ever subtracted,
/// so that no error builds up: as with a queue of two stacks, samples before a border have suffix summaries, one for each window
/// start, those after it one growing summary, and a window is the sum of the two. When a window starts past the border, the border moves
/// to that window's end.
/// </summary>
internal ref struct RollingWindows : IDisposable
{
    private readonly ReadOnlySpan<long> _times;
    private readonly ReadOnlySpan<double> _values;
    private readonly bool _withTrend;
    private WindowBounds _bounds;
    private WindowBounds _ahead;
    private WindowSummary[] _suffixes;
    private int[] _starts;
    private int _suffixCount;
    private int _nextSuffix;
    private int _border;
    private int _grownTo;
    private WindowSummary _grown;
    private WindowSummary _current;

    /// <param name="times">Ascending microseconds.</param>
    /// <param name="values">One finite value a time.</param>
    /// <param name="length">Of a window, in microseconds.</param>
    /// <param name="step">Between windows, in microseconds.</param>
    /// <param name="withTrend">Whether <see cref="WindowSummary.Trend"/> is wanted.</param>
    public RollingWindows(ReadOnlySpan<long> times, ReadOnlySpan<double> values, long length, long step, bool withTrend)
    {
        _times = times;
        _values = values[..times.Length];
        _withTrend = withTrend;
        _bounds = new WindowBounds(times, length, step);
        _ahead = _bounds;
        _suffixes = ArrayPool<WindowSummary>.Shared.Rent(16);
        _starts = ArrayPool<int>.Shared.Rent(16);
    }

    /// <summary>The end of the window, which belongs to it.</summary>
    public readonly long End => _bounds.End;

    /// <summary>The index of the first sample in the window.</summary>
    public readonly int From => _bounds.From;

    /// <summary>The index after the last sample in the window.</summary>
    public readonly int To => _bounds.To;

    /// <summary>The window's moments, never of nothing.</summary>
    public readonly MomentsAccumulator Moments => _current.Moments;

    /// <summary>The window's slope per minute; null below two times that differ.</summary>
    public readonly double? SlopePerMinute => _current.Trend.SlopePerMinute;

    /// <summary>Goes to the next window that holds a sample; false after the last.</summary>
    public bool MoveNext()
    {
        if (!_bounds.MoveNext())
        {
            return false;
        }

        if (From >= _border)
        {
            MoveBorder();
        }

        if (To > _grownTo)
        {
            _grown.Merge(Summarize(_grownTo, To));
            _grownTo = To;
        }

        while (_starts[_nextSuffix] < From)
        {
            _nextSuffix++;
        }

        _current = _suffixes[_nextSuffix];
        _current.Merge(_grown);
        return true;
    }

    public void Dispose()
    {
        if (_suffixes.Length > 0)
        {
            ArrayPool<WindowSummary>.Shared.Return(_suffixes);
            ArrayPool<int>.Shared.Return(_starts);
        }

        _suffixes = [];
        _starts = [];
    }

    /// <summary>Puts the border to this window's end and summarises from each coming window start up to it.</summary>
    private void MoveBorder()
    {
        _border = To;
        _grownTo = To;
        _grown = default;
        _nextSuffix = 0;
        _suffixCount = 0;
        _ahead = _bounds;
        AddStart(From);
        while (_ahead.MoveNext() && _ahead.From < _border)
        {
            if (_ahead.From > _starts[_suffixCount - 1])
            {
                AddStart(_ahead.From);
            }
        }

        int to = _border;
        WindowSummary suffix = default;
        for (int i = _suffixCount - 1; i >= 0; i--)
        {
            WindowSummary head = Summarize(_starts[i], to);
            head.Merge(suffix);
            suffix = head;
            _suffixes[i] = suffix;
            to = _starts[i];
        }
    }

    private void AddStart(int start)
    {
        if (_suffixCount == _suffixes.Length || _suffixCount == _starts.Length)
        {
            WindowSummary[] suffixes = ArrayPool<WindowSummary>.Shared.Rent(2 * _suffixCount);
            ArrayPool<WindowSummary>.Shared.Return(_suffixes);
            _suffixes = suffixes;
            int[] starts = ArrayPool<int>.Shared.Rent(2 * _suffixCount);
            _starts.AsSpan(0, _suffixCount).CopyTo(starts);
            ArrayPool<int>.Shared.Return(_starts);
            _starts = starts;
        }

        _starts[_suffixCount++] = start;
    }

    private readonly WindowSummary Summarize(int from, int to) =>
        WindowSummary.Of(_times[from..to], _values[from..to], _times[0], _withTrend);
}
