namespace Shannon.Analytics.Realtime.Windows;

/// <summary>
/// The values of a sliding window in bounded memory: each sixtieth keeps up to 64 values as they are, and folds more into moments, a trend and a sketch, 64 at
/// a time. Adding takes constant time, amortised. Thread-safe; readers hold the lock for one sixtieth at a time.
/// </summary>
internal sealed class SampleWindow(long length, long origin)
{
    private readonly Lock _lock = new();
    private readonly WindowParts<SamplePart> _parts = new(new WindowGrid(length));

    internal void Add(long id, long time, double value, long now)
    {
        lock (_lock)
        {
            int slot = _parts.Claim(_parts.Grid.PartOf(time), _parts.Grid.PartOf(now), out bool isStale);
            if (slot < 0)
            {
                return;
            }

            SamplePart part = _parts[slot] ??= new SamplePart();
            if (isStale)
            {
                part.Clear();
            }

            part.Add(id, time, value, origin);
        }
    }

    /// <summary>Takes a value out that a better copy stands in for. One that has been folded stays.</summary>
    internal void Remove(long id)
    {
        lock (_lock)
        {
            for (int slot = 0; slot < WindowParts<SamplePart>.Slots; slot++)
            {
                if (_parts[slot]?.Remove(id) == true)
                {
                    return;
                }
            }
        }
    }

    /// <summary>Everything in the window that ends now.</summary>
    internal SampleSummary Read(long now)
    {
        var summary = new SampleSummary(now - length, now, origin);
        long newest = _parts.Grid.PartOf(now);
        for (long part = _parts.Grid.PartOf(now - length); part <= newest; part++)
        {
            lock (_lock)
            {
                if (_parts.Find(part) is >= 0 and var slot)
                {
                    _parts[slot]!.AddTo(summary);
                }
            }
        }

        return summary;
    }

    /// <summary>Adds the count or sum of each slice of the window.</summary>
    internal void AddSlices(long now, bool sums, Span<double> slices)
    {
        long newest = _parts.Grid.PartOf(now);
        for (long part = WindowGrid.OldestOf(newest); part <= newest; part++)
        {
            lock (_lock)
            {
                if (_parts.Find(part) is >= 0 and var slot)
                {
                    slices[WindowGrid.SliceOf(part, newest)] += sums ? _parts[slot]!.Sum : _parts[slot]!.Count;
                }
            }
        }
    }
}
