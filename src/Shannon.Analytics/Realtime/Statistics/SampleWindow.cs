namespace Shannon.Analytics.Realtime.Statistics;

/// <summary>
/// The values of a sliding window in bounded memory: each sixtieth keeps up to 64 values as they are, and folds more into moments, a trend and a sketch, 64 at
/// a time. Adding takes constant time, amortised. Thread-safe; readers hold the lock for one sixtieth at a time.
/// </summary>
internal sealed class SampleWindow
{
    private readonly Lock _lock = new();
    private readonly WindowGrid _grid;
    private readonly long _origin;
    private readonly long[] _parts = new long[WindowGrid.Slots];
    private readonly SamplePart[] _samples = new SamplePart[WindowGrid.Slots];

    internal SampleWindow(long length, long origin)
    {
        _grid = new WindowGrid(length);
        _origin = origin;
        _parts.AsSpan().Fill(long.MinValue);
    }

    internal void Add(long id, long time, double value, long now)
    {
        lock (_lock)
        {
            int slot = _grid.SlotFor(time, now, _parts, out bool isStale);
            if (slot < 0)
            {
                return;
            }

            SamplePart part = _samples[slot] ??= new SamplePart();
            if (isStale)
            {
                part.Clear();
                _parts[slot] = _grid.PartOf(time);
            }

            part.Add(id, time, value, _origin);
        }
    }

    /// <summary>Takes a value out that a better copy stands in for. One that has been folded stays.</summary>
    internal void Remove(long id)
    {
        lock (_lock)
        {
            foreach (SamplePart? part in _samples)
            {
                if (part?.Remove(id) == true)
                {
                    return;
                }
            }
        }
    }

    /// <summary>Everything in the window that ends now.</summary>
    internal SampleSummary Read(long now)
    {
        var summary = new SampleSummary(now - _grid.Length, now, _origin);
        long last = _grid.PartOf(now);
        for (long part = _grid.PartOf(now - _grid.Length); part <= last; part++)
        {
            int slot = (int)(part & (WindowGrid.Slots - 1));
            lock (_lock)
            {
                if (_parts[slot] == part)
                {
                    _samples[slot].AddTo(summary);
                }
            }
        }

        return summary;
    }

    /// <summary>Adds the count or sum of each slice of the window.</summary>
    internal void AddSlices(long now, bool sums, Span<double> slices)
    {
        for (int slot = 0; slot < WindowGrid.Slots; slot++)
        {
            lock (_lock)
            {
                if (_parts[slot] != long.MinValue && _parts[slot] <= _grid.PartOf(now) && _grid.SliceOf(_parts[slot], now) is >= 0 and var slice)
                {
                    slices[slice] += sums ? _samples[slot].Sum : _samples[slot].Count;
                }
            }
        }
    }
}
