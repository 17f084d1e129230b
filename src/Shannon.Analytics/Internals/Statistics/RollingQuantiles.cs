using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Quantiles (<see cref="Quantiles"/>) of windows over the same values that only move forward. While windows overlap little, each is selected
/// from by itself; when they overlap a lot, all values are sorted once and a <see cref="RankSet"/> follows the window, so that a
/// window costs what enters and leaves it.
/// </summary>
internal ref struct RollingQuantiles : IDisposable
{
    // Following costs about as much a value as selecting from this many windows.
    private const double GreatestSelected = 24;

    private readonly ReadOnlySpan<double> _values;
    private readonly bool _follows;
    private Scratch<double> _sorted;
    private readonly Scratch<int> _ranks;
    private readonly Scratch<int> _window;
    private readonly RankSet _set;

    /// <param name="values">Finite; all that windows range over.</param>
    /// <param name="overlap">In how many windows a value is, about: the window's length by its step.</param>
    public RollingQuantiles(ReadOnlySpan<double> values, double overlap)
    {
        _values = values;
        _follows = overlap > GreatestSelected;
        _sorted = new Scratch<double>(_follows ? values.Length : 0);
        _ranks = new Scratch<int>(_follows ? values.Length : 0);
        _window = new Scratch<int>(2);
        _window.Span.Clear();
        _set = new RankSet(_follows ? values.Length : 0);
        if (_follows)
        {
            using Scratch<int> indexes = new(values.Length);
            values.CopyTo(_sorted.Span);
            IndexSort.Sort(_sorted.Span, indexes.Span);
            for (int rank = 0; rank < values.Length; rank++)
            {
                _ranks.Span[indexes.Span[rank]] = rank;
            }
        }
    }

    /// <summary>
    /// Writes the quantiles of <c>values[from..to]</c>, which is not empty. Neither bound may be less than in the call before.
    /// </summary>
    public void Compute(int from, int to, scoped ReadOnlySpan<double> probabilities, scoped Span<double> results)
    {
        if (!_follows)
        {
            Select(_values[from..to], probabilities, results);
            return;
        }

        Follow(from, to);
        for (int i = 0; i < probabilities.Length; i++)
        {
            (int rank, double fraction) = Quantiles.Position(probabilities[i], to - from);
            double low = _sorted.Span[_set.Select(rank)];
            results[i] = fraction == 0 ? low : Quantiles.Interpolate(low, _sorted.Span[_set.Select(rank + 1)], fraction);
        }
    }

    public void Dispose()
    {
        _sorted.Dispose();
        _ranks.Dispose();
        _window.Dispose();
        _set.Dispose();
    }

    private void Select(scoped ReadOnlySpan<double> window, scoped ReadOnlySpan<double> probabilities, scoped Span<double> results)
    {
        if (_sorted.Span.Length < window.Length)
        {
            _sorted.Dispose();
            _sorted = new Scratch<double>(2 * window.Length);
        }

        Span<double> selection = _sorted.Span[..window.Length];
        window.CopyTo(selection);
        Quantiles.Compute(selection, probabilities, results);
    }

    /// <summary>Brings the set from the window before to this one; what lies between two windows apart is passed over.</summary>
    private void Follow(int from, int to)
    {
        ref int oldFrom = ref _window.Span[0];
        ref int oldTo = ref _window.Span[1];
        for (; oldFrom < Math.Min(from, oldTo); oldFrom++)
        {
            _set.Remove(_ranks.Span[oldFrom]);
        }

        oldTo = Math.Max(oldTo, from);
        for (; oldTo < to; oldTo++)
        {
            _set.Add(_ranks.Span[oldTo]);
        }

        oldFrom = from;
    }
}
