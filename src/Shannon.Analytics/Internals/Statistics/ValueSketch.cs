using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// What a rollup keeps to answer quantiles: the values themselves while there are fewer than 64, exact in every way, and a
/// <see cref="DDSketch"/> from then on. Merging two equals adding both inputs, in either form. Not thread-safe.
/// </summary>
internal sealed class ValueSketch
{
    /// <summary>From this many values on, quantiles are estimates.</summary>
    public const int LeastSketched = 64;

    // Both grow with need: who slides a window over time keeps many that hold a few values each.
    private double[] _values = [];
    private DDSketch? _sketch;
    private int _exact;
    private bool _sorted = true;

    private DDSketch Sketch => _sketch ??= new();

    /// <summary>How many values were added.</summary>
    public long Count => _exact + (_sketch?.Count ?? 0);

    /// <summary>Whether quantiles are exact.</summary>
    public bool IsExact => _sketch is null or { Count: 0 };

    /// <summary>Forgets all values and keeps the memory.</summary>
    public void Clear()
    {
        _exact = 0;
        _sorted = true;
        _sketch?.Clear();
    }

    /// <summary>Adds finite values.</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        if (!IsExact || _exact + values.Length >= LeastSketched)
        {
            MoveToSketch();
            Sketch.Add(values);
            return;
        }

        if (_exact + values.Length > _values.Length)
        {
            Array.Resize(ref _values, Math.Clamp(2 * (_exact + values.Length), 4, LeastSketched - 1));
        }

        foreach (double value in values)
        {
            // Adding zero turns -0.0 into 0.0.
            _values[_exact++] = value + 0.0;
        }

        _sorted &= values.IsEmpty;
    }

    /// <summary>Adds what another has seen.</summary>
    public void Merge(ValueSketch other)
    {
        if (other.IsExact)
        {
            Add(other._values.AsSpan(0, other._exact));
            return;
        }

        MoveToSketch();
        Sketch.Merge(other.Sketch);
    }

    /// <summary>
    /// The quantile of a probability from 0 to 1, type 7 as in <see cref="Quantiles"/>: exact below 64 values, else as <see cref="DDSketch.Quantile"/>.
    /// Null when empty.
    /// </summary>
    public double? Quantile(double probability)
    {
        return _exact == 0 ? Sketch.Quantile(probability) : Quantiles.OfSorted(Sorted(), probability);
    }

    /// <summary>Writes everything but, of a sketch, the extremes, which are stored with the moments of the same values.</summary>
    public void WriteTo(ByteWriter w)
    {
        if (IsExact)
        {
            w.WriteByte((byte)_exact);
            DoubleColumn.Encode(Sorted(), w);
            return;
        }

        w.WriteByte(LeastSketched);
        Sketch.WriteTo(w);
    }

    /// <summary>Adds what <see cref="WriteTo"/> wrote, given the extremes of the written values.</summary>
    /// <exception cref="CodecException">The bytes are truncated or corrupt; this is then of no use.</exception>
    public void MergeFrom(ref ByteReader r, double min, double max)
    {
        int count = r.ReadCount(LeastSketched);
        if (count == LeastSketched)
        {
            MoveToSketch();
            Sketch.MergeFrom(ref r, min, max);
            if (Sketch.Count < LeastSketched)
            {
                throw new CodecException("A sketch counts fewer values than it takes to be one.");
            }

            return;
        }

        using Scratch<double> scratch = new(count);
        Span<double> values = scratch.Span;
        DoubleColumn.Decode(ref r, values);
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                throw new CodecException("A rollup holds a value that is not finite.");
            }
        }

        Add(values);
    }

    private void MoveToSketch()
    {
        Sketch.Add(_values.AsSpan(0, _exact));
        _exact = 0;
        _sorted = true;
    }

    private ReadOnlySpan<double> Sorted()
    {
        Span<double> values = _values.AsSpan(0, _exact);
        if (!_sorted)
        {
            values.Sort();
            _sorted = true;
        }

        return values;
    }
}
