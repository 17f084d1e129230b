namespace Shannon.Analytics.Realtime.Windows;

/// <summary>
/// What happened in a sliding window, part by part of its <see cref="WindowGrid"/>, in a ring: a later part takes the slot of one that is over. This is
/// the one window behind statistics and alerts; what it holds of a part is the holder's business. Not thread-safe.
/// </summary>
/// <typeparam name="T">What is held of a part.</typeparam>
internal sealed class WindowParts<T>
{
    /// <summary>Room for all parts that have a share in the window and one of the future: clocks differ.</summary>
    internal const int Slots = 64;

    private readonly long[] _numbers = new long[Slots];
    private readonly T?[] _parts = new T?[Slots];

    internal WindowParts(WindowGrid grid)
    {
        Grid = grid;
        _numbers.AsSpan().Fill(long.MinValue);
    }

    internal WindowGrid Grid { get; }

    /// <summary>The part that time has come to, for those whose time never goes back; see <see cref="Advance"/>.</summary>
    internal long Newest { get; private set; } = long.MinValue;

    /// <summary>What a slot holds.</summary>
    internal ref T? this[int slot] => ref _parts[slot];

    /// <summary>The slot of a part that is there; -1 if it is not.</summary>
    internal int Find(long part) => SlotOf(part) is var slot && _numbers[slot] == part ? slot : -1;

    /// <summary>The slot for a part, and whether it holds one that is over and must be emptied; -1 if the part does not count now: over, or in the future.</summary>
    internal int Claim(long part, long newest, out bool isStale)
    {
        isStale = false;
        if (part > newest + 1 || part <= newest - Slots)
        {
            return -1;
        }

        int slot = SlotOf(part);
        long held = _numbers[slot];

        // A later part than the next one stands there only after the clock was set back.
        if (held > part && held <= newest + 1)
        {
            return -1;
        }

        isStale = held != part;
        _numbers[slot] = part;
        return slot;
    }

    /// <summary>Moves on to a time; an earlier one than before changes nothing.</summary>
    /// <returns>The first and the last of the parts that leave the window by that; none if the last is before the first.</returns>
    internal (long First, long Last) Advance(long now)
    {
        long newest = Grid.PartOf(now);
        if (newest <= Newest)
        {
            return (0, -1);
        }

        long before = Newest;
        Newest = newest;
        return before == long.MinValue ? (0, -1) : (WindowGrid.OldestOf(before), Math.Min(before, newest - WindowGrid.Parts));
    }

    /// <summary>The slot for a time in the window that ends at <see cref="Newest"/>, later ones counting as that; -1 if it lies before.</summary>
    internal int ClaimInWindow(long time, out bool isStale)
    {
        long part = Math.Min(Grid.PartOf(time), Newest);
        if (part >= WindowGrid.OldestOf(Newest))
        {
            return Claim(part, Newest, out isStale);
        }

        isStale = false;
        return -1;
    }

    /// <summary>Forgets what every part holds.</summary>
    internal void Clear()
    {
        _numbers.AsSpan().Fill(long.MinValue);
        Array.Clear(_parts);
    }

    private static int SlotOf(long part) => (int)(part & (Slots - 1));
}
