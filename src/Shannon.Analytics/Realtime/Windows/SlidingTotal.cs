namespace Shannon.Analytics.Realtime.Windows;

/// <summary>
/// A total over the values in a sliding window that is read as often as it is added to, in constant time. What leaves is not subtracted, which would
/// leave rounding behind: the parts that stay are merged anew, at most once a part. Reaches back no farther than the window: the oldest sixtieth leaves
/// as a whole. Time never goes back. Holds no memory before the first value. Not thread-safe.
/// </summary>
/// <typeparam name="T">What is kept of the values.</typeparam>
internal sealed class SlidingTotal<T>(long lengthMicros)
    where T : struct, IWindowTotal<T>
{
    private WindowParts<T>? _parts;
    private T _total;

    internal void Add(long time, double value, long now)
    {
        _parts ??= new WindowParts<T>(new WindowGrid(lengthMicros));
        Advance(_parts, now);
        if (_parts.ClaimInWindow(time, out bool isStale) is >= 0 and var slot)
        {
            ref T part = ref _parts[slot];
            if (isStale)
            {
                part = default;
            }

            part.Add(value);
            _total.Add(value);
        }
    }

    /// <summary>The total now; valid until something is added or read.</summary>
    internal ref readonly T Read(long now)
    {
        if (_parts is not null && !_total.IsEmpty)
        {
            Advance(_parts, now);
        }

        return ref _total;
    }

    /// <summary>Forgets all values.</summary>
    internal void Clear()
    {
        _parts?.Clear();
        _total.Clear();
    }

    private void Advance(WindowParts<T> parts, long now)
    {
        var (first, last) = parts.Advance(now);
        bool changed = false;
        for (long part = first; part <= last; part++)
        {
            if (parts.Find(part) is >= 0 and var slot && !parts[slot].IsEmpty)
            {
                parts[slot] = default;
                changed = true;
            }
        }

        if (!changed)
        {
            return;
        }

        _total.Clear();
        for (long part = WindowGrid.OldestOf(parts.Newest); part <= parts.Newest; part++)
        {
            if (parts.Find(part) is >= 0 and var slot)
            {
                _total.Merge(parts[slot]);
            }
        }
    }
}
