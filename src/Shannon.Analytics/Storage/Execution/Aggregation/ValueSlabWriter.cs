namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>Puts values into slabs, one after the other. Owned by one worker.</summary>
internal sealed class ValueSlabWriter : IDisposable
{
    private ValueSlab? _slab;

    internal ValuePiece Add(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            return default;
        }

        if (values.Length > ValueSlab.Length / 2)
        {
            // A slab of its own, which its only piece holds.
            var own = new ValueSlab(values.Length);
            values.CopyTo(own.Values);
            return new ValuePiece(own, 0, values.Length);
        }

        if (_slab is null || _slab.Used + values.Length > ValueSlab.Length)
        {
            _slab?.Release();
            _slab = new ValueSlab(ValueSlab.Length);
        }

        int start = _slab.Used;
        values.CopyTo(_slab.Values.AsSpan(start));
        _slab.Used += values.Length;
        _slab.Hold();
        return new ValuePiece(_slab, start, values.Length);
    }

    public void Dispose()
    {
        _slab?.Release();
        _slab = null;
    }
}
