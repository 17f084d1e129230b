using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>
/// Moments over a window of a series that slides forward record by record: constant time a step on average, and no subtraction, hence no cancellation.
/// </summary>
/// <remarks>
/// A queue of two stacks: the older part of the window has the moments of each of its suffixes, the newer part its own; a window is the two merged.
/// When the older part is used up the window becomes it.
/// </remarks>
internal sealed class SlidingMoments
{
    private MomentsAccumulator[] _suffixes = [];
    private int _from;
    private int _middle;
    private int _to;
    private MomentsAccumulator _newer;

    internal MomentsAccumulator Current
    {
        get
        {
            MomentsAccumulator current = _newer;
            if (_from < _middle)
            {
                current.Merge(_suffixes[_middle - 1 - _from]);
            }

            return current;
        }
    }

    /// <summary>Moves the window to <paramref name="from"/> up to and without <paramref name="to"/>; neither moves back.</summary>
    internal void Slide(ReadOnlySpan<double> values, int from, int to)
    {
        for (; _to < to; _to++)
        {
            _newer.Add(values[_to]);
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
            _suffixes = new MomentsAccumulator[Math.Max(count, 2 * _suffixes.Length)];
        }

        MomentsAccumulator suffix = default;
        for (int i = 0; i < count; i++)
        {
            suffix.Add(values[_to - 1 - i]);
            _suffixes[i] = suffix;
        }

        (_middle, _newer) = (_to, default);
    }
}
