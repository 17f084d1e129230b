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

    private readonly double[] _values = new double[LeastSketched - 1];
    private readonly DDSketch _sketch = new();
    private int _exact;
    private bool _sorted = true;

    /// <summary>How many values were added.</summary>
    public long Count => _exact + _sketch.Count;

    /// <summary>Whether quantiles are exact.</summary>
    public bool IsExact => _sketch.Count == 0;

    /// <summary>Forgets all values and keeps the memory.</summary>
    public void Clear()
    {
        _exact = 0;
        _sorted = true;
        _sketch.Clear();
    }

    /// <summary>Adds finite values.</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        if (!IsExact || _exact + values.Length >= LeastSketched)
        {
            MoveToSketch();
            _sketch.Add(values);
            return;
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
        _sketch.Merge(other._sketch);
    }

    /// <summary>
    /// The quantile of a probability from 0 to 1, type 7 as in <see cref="Quantiles"/>: exact below 64 values, else as <see cref="DDSketch.Quantile"/>.
    /// Null when empty.
    /// </summary>
    public double? Quantile(double probability)
    {
        if (_exact == 0)
        {
            return _sketch.Quantile(probability);
        }

        return Quantiles.OfSorted(Sorted(), probability);
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
        _sketch.WriteTo(w);
    }

    /// <summary>Adds what <see cref="WriteTo"/> wrote, given the extremes of the written values.</summary>
    /// <exception cref="CodecException">The bytes are truncated or corrupt; this is then of no use.</exception>
    public void MergeFrom(ref ByteReader r, double min, double max)
    {
        int count = r.ReadCount(LeastSketched);
        if (count == LeastSketched)
        {
            MoveToSketch();
            _sketch.MergeFrom(ref r, min, max);
            if (_sketch.Count < LeastSketched)
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
        _sketch.Add(_values.AsSpan(0, _exact));
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
