namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>
/// Mean and variance over a window of a series that slides forward: constant time a step on average, and no subtraction, hence no cancellation.
/// </summary>
/// <remarks>
/// A queue of two stacks: the older part of the window has the moments of each of its suffixes, the newer part its own; they are merged by
/// T. F. Chan, G. H. Golub and R. J. LeVeque (1979). When the older part is used up the window becomes it.
/// </remarks>
internal sealed class SlidingMoments
{
    private Moments[] _suffixes = [];
    private int _from;
    private int _middle;
    private int _to;
    private Moments _newer;

    internal Moments Current => _from < _middle ? Moments.Merge(_suffixes[_middle - 1 - _from], _newer) : _newer;

    /// <summary>Moves the window to <paramref name="from"/> up to and without <paramref name="to"/>; neither moves back.</summary>
    internal void Slide(ReadOnlySpan<double> values, int from, int to)
    {
        for (; _to < to; _to++)
        {
            _newer = Moments.Add(_newer, values[_to]);
        }

        if (from > _middle)
        {
            Turn(values, from);
        }

        _from = from;
    }

    private void Turn(ReadOnlySpan<double> values, int from)
    {
        int count = _to - from;
        if (_suffixes.Length < count)
        {
            _suffixes = new Moments[Math.Max(count, 2 * _suffixes.Length)];
        }

        Moments suffix = default;
        for (int i = 0; i < count; i++)
        {
            suffix = Moments.Add(suffix, values[_to - 1 - i]);
            _suffixes[i] = suffix;
        }

        (_middle, _newer) = (_to, default);
    }
}
